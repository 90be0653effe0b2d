package earshot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.TextField;

/** A post as Earshot's own tokeniser cut it: terms with positions, tags, and the values of fields. */
final class Post {
  private final String[] terms;
  private final int[] positions;
  private final String[] tags;
  private final String[] values;

  Post(JsonNode json) {
    terms = texts(json.get("terms"));
    positions = new int[terms.length];
    for (int each = 0; each < terms.length; each++) {
      positions[each] = json.get("positions").get(each).asInt();
    }
    tags = texts(json.get("tags"));
    values = texts(json.get("values"));
  }

  Document document() {
    Document document = new Document();
    document.add(new TextField(Queries.TERMS, new Cut(terms, positions)));
    document.add(new TextField(Queries.TAGS, new Cut(tags, null)));
    document.add(new TextField(Queries.VALUES, new Cut(values, null)));
    return document;
  }

  private static String[] texts(JsonNode json) {
    String[] found = new String[json.size()];
    for (int each = 0; each < found.length; each++) {
      found[each] = json.get(each).asText();
    }
    return found;
  }

  /** What is cut already. */
  private static final class Cut extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute increment = addAttribute(PositionIncrementAttribute.class);
    private final String[] terms;
    private final int[] positions;
    private int next;
    private int before;

    Cut(String[] terms, int[] positions) {
      this.terms = terms;
      this.positions = positions;
    }

    @Override
    public void reset() {
      next = 0;
      before = -1;
    }

    @Override
    public boolean incrementToken() {
      if (next == terms.length) {
        return false;
      }
      clearAttributes();
      term.append(terms[next]);
      int position = positions == null ? next : positions[next];
      increment.setPositionIncrement(position - before);
      before = position;
      next++;
      return true;
    }
  }
}
