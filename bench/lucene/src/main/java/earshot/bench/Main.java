package earshot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Answers one JSON command a line with one JSON object a line, until its input ends. */
public final class Main {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Standing standing = new Standing()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println(JSON.writeValueAsString(answer(standing, JSON.readTree(line))));
      }
    }
  }

  private static Map<String, Object> answer(Standing standing, JsonNode command) throws Exception {
    switch (command.get("do").asText()) {
      case "posts":
        return standing.posts(read(command));
      case "frequencies":
        return standing.frequencies(read(command));
      case "build":
        return standing.build(read(command), command.get("passes").asInt(), command.get("grams").asBoolean());
      case "names":
        return standing.names(command.get("from").asInt(), command.get("to").asInt(), command.get("batch").asInt());
      case "match":
        return standing.match(
            command.get("seconds").asDouble(), command.get("batch").asInt(), command.get("threads").asInt());
      case "change":
        return standing.change(read(command));
      default:
        throw new IllegalArgumentException(command.toString());
    }
  }

  private static JsonNode read(JsonNode command) throws Exception {
    return JSON.readTree(Files.readString(Path.of(command.get("file").asText())));
  }
}
