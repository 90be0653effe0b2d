package earshot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;

/** Queries as the bench writes them (arrays: an operator and its operands) as Lucene's. */
final class Queries {
  static final String TERMS = "terms";
  static final String TAGS = "tags";
  static final String VALUES = "values";

  private final boolean grams;

  /** With {@code grams} wildcards are regular expressions, of which the presearcher can look up pieces. */
  Queries(boolean grams) {
    this.grams = grams;
  }

  Query read(JsonNode json) {
    switch (json.get(0).asText()) {
      case "term":
        return new TermQuery(new Term(TERMS, json.get(1).asText()));
      case "tag":
        return new TermQuery(new Term(TAGS, json.get(1).asText()));
      case "value":
        return new TermQuery(new Term(VALUES, json.get(1).asText()));
      case "phrase":
        return new PhraseQuery(TERMS, texts(json));
      case "wild":
        return wildcard(json.get(1).asText());
      case "and":
        return joined(json, Occur.MUST);
      case "or":
        return joined(json, Occur.SHOULD);
      case "not":
        return joined(json, Occur.MUST_NOT);
      case "atleast":
        return atLeast(json);
      case "near":
        return near(json);
      default:
        throw new IllegalArgumentException(json.toString());
    }
  }

  private Query wildcard(String pattern) {
    if (grams) {
      return new RegexpQuery(new Term(TERMS, pattern.replace("?", ".").replace("*", ".*")));
    }
    int first = pattern.indexOf('*');
    if (first == pattern.length() - 1 && pattern.indexOf('?') < 0) {
      return new PrefixQuery(new Term(TERMS, pattern.substring(0, first)));
    }
    return new WildcardQuery(new Term(TERMS, pattern));
  }

  /** NOT within AND is one clause of it; alone it needs all posts to be taken from. */
  private Query joined(JsonNode json, Occur occur) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    boolean positive = occur == Occur.SHOULD;
    for (JsonNode below : operands(json, 1)) {
      if (occur == Occur.MUST && below.get(0).asText().equals("not")) {
        builder.add(read(below.get(1)), Occur.MUST_NOT);
      } else {
        builder.add(read(below), occur);
        positive = positive || occur == Occur.MUST;
      }
    }
    if (!positive) {
      builder.add(new MatchAllDocsQuery(), Occur.MUST);
    }
    return builder.build();
  }

  private Query atLeast(JsonNode json) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    for (JsonNode below : operands(json, 2)) {
      builder.add(read(below), Occur.SHOULD);
    }
    return builder.setMinimumNumberShouldMatch(json.get(1).asInt()).build();
  }

  /** ["near", distance, ordered, operand, operand]. */
  private Query near(JsonNode json) {
    IntervalsSource left = source(json.get(3));
    IntervalsSource right = source(json.get(4));
    IntervalsSource both =
        json.get(2).asBoolean() ? Intervals.ordered(left, right) : Intervals.unorderedNoOverlaps(left, right);
    return new IntervalQuery(TERMS, Intervals.maxgaps(json.get(1).asInt(), both));
  }

  private IntervalsSource source(JsonNode json) {
    switch (json.get(0).asText()) {
      case "term":
        return Intervals.term(json.get(1).asText());
      case "phrase":
        return Intervals.phrase(texts(json));
      case "or":
        return Intervals.or(operands(json, 1).stream().map(this::source).toArray(IntervalsSource[]::new));
      default:
        throw new IllegalArgumentException(json.toString());
    }
  }

  private static String[] texts(JsonNode json) {
    return operands(json, 1).stream().map(JsonNode::asText).toArray(String[]::new);
  }

  private static List<JsonNode> operands(JsonNode json, int from) {
    List<JsonNode> found = new ArrayList<>();
    for (int each = from; each < json.size(); each++) {
      found.add(json.get(each));
    }
    return found;
  }
}
