package earshot.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.MultiMatchingQueries;
import org.apache.lucene.monitor.MultipassTermFilteredPresearcher;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.RegexpQueryHandler;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.monitor.TermWeightor;
import org.apache.lucene.search.IndexSearcher;

/** Standing queries and the posts that they are asked about. Times are seconds; CPU is that of the matching threads. */
final class Standing implements AutoCloseable {
  private static final int MOST_CLAUSES = 1 << 20;
  private static final double SCALE = 100;
  private static final double LEAST_WEIGHT = 0.01;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<Post> posts = new ArrayList<>();
  private final Map<String, Integer> frequencies = new HashMap<>();
  private Queries queries;
  private Monitor monitor;

  Standing() {
    IndexSearcher.setMaxClauseCount(MOST_CLAUSES);
  }

  Map<String, Object> posts(JsonNode json) {
    posts.clear();
    json.forEach(post -> posts.add(new Post(post)));
    return Map.of("posts", posts.size());
  }

  /** In how many of the posts that were learned from a term stands. */
  Map<String, Object> frequencies(JsonNode json) {
    frequencies.clear();
    json.fields().forEachRemaining(each -> frequencies.put(each.getKey(), each.getValue().asInt()));
    return Map.of("terms", frequencies.size());
  }

  Map<String, Object> build(JsonNode json, int passes, boolean grams) throws Exception {
    close();
    queries = new Queries(grams);
    List<MonitorQuery> found = read(json);
    long before = memory();
    long began = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    monitor = new Monitor(new StandardAnalyzer(), presearcher(passes, grams), new MonitorConfiguration());
    monitor.register(found);
    Map<String, Object> told = spent(began, THREADS.getCurrentThreadCpuTime() - cpu);
    found.clear();
    told.put("megabytes", (memory() - before) / 1048576.0);
    return told;
  }

  private TermFilteredPresearcher presearcher(int passes, boolean grams) {
    TermWeightor rare = TermWeightor.termFreqWeightor(frequencies, SCALE, LEAST_WEIGHT);
    TermWeightor values = TermWeightor.fieldWeightor(LEAST_WEIGHT, Queries.VALUES);
    TermWeightor weightor = TermWeightor.combine(rare, values);
    return new MultipassTermFilteredPresearcher(
        passes, 0f, weightor, grams ? List.of(new RegexpQueryHandler()) : List.of(), Set.of());
  }

  private List<MonitorQuery> read(JsonNode json) {
    List<MonitorQuery> found = new ArrayList<>();
    json.fields()
        .forEachRemaining(each -> found.add(new MonitorQuery(each.getKey(), queries.read(each.getValue()))));
    return found;
  }

  /** For each post the queries that match. */
  Map<String, Object> names(int from, int to, int batch) throws Exception {
    List<List<String>> found = new ArrayList<>();
    for (int first = from; first < to; first += batch) {
      int last = Math.min(to, first + batch);
      MultiMatchingQueries<QueryMatch> matches = ask(first, last);
      for (int each = 0; each < last - first; each++) {
        List<String> names = new ArrayList<>();
        matches.getMatches(each).forEach(match -> names.add(match.getQueryId()));
        Collections.sort(names);
        found.add(names);
      }
    }
    return Map.of("names", found);
  }

  /** Ask about posts, from the first again when they end, until the seconds of CPU of each thread are spent. */
  Map<String, Object> match(double seconds, int batch, int threads) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    AtomicLong matched = new AtomicLong();
    AtomicLong run = new AtomicLong();
    AtomicLong cpu = new AtomicLong();
    long began = System.nanoTime();
    List<Thread> started = new ArrayList<>();
    for (int each = 0; each < threads; each++) {
      Thread thread =
          new Thread(() -> cpu.addAndGet(ask(seconds, batch, next, asked, matched, run)));
      thread.start();
      started.add(thread);
    }
    for (Thread thread : started) {
      thread.join();
    }
    Map<String, Object> told = spent(began, cpu.get());
    told.put("posts", asked.get());
    told.put("matches", matched.get());
    told.put("run", run.get());
    return told;
  }

  private long ask(
      double seconds, int batch, AtomicInteger next, AtomicInteger asked, AtomicLong matched, AtomicLong run) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    try {
      while (THREADS.getCurrentThreadCpuTime() - cpu < seconds * 1e9) {
        int first = next.getAndAdd(batch) % posts.size();
        int last = Math.min(posts.size(), first + batch);
        MultiMatchingQueries<QueryMatch> matches = ask(first, last);
        for (int each = 0; each < last - first; each++) {
          matched.addAndGet(matches.getMatchCount(each));
        }
        run.addAndGet(matches.getQueriesRun());
        asked.addAndGet(last - first);
      }
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
    return THREADS.getCurrentThreadCpuTime() - cpu;
  }

  private MultiMatchingQueries<QueryMatch> ask(int first, int last) throws Exception {
    Document[] documents = new Document[last - first];
    for (int each = first; each < last; each++) {
      documents[each - first] = posts.get(each).document();
    }
    return monitor.match(documents, QueryMatch.SIMPLE_MATCHER);
  }

  /** Add queries one by one, remove them one by one; then all of them at once. */
  Map<String, Object> change(JsonNode json) throws Exception {
    List<MonitorQuery> found = read(json);
    List<String> names = found.stream().map(MonitorQuery::getId).toList();
    long began = THREADS.getCurrentThreadCpuTime();
    for (MonitorQuery query : found) {
      monitor.register(query);
    }
    long added = THREADS.getCurrentThreadCpuTime();
    for (String name : names) {
      monitor.deleteById(name);
    }
    long removed = THREADS.getCurrentThreadCpuTime();
    monitor.register(found);
    long together = THREADS.getCurrentThreadCpuTime();
    monitor.deleteById(names);
    long end = THREADS.getCurrentThreadCpuTime();
    double each = 1000.0 * found.size();
    return Map.of(
        "add", (added - began) / each,
        "remove", (removed - added) / each,
        "add_together", (together - removed) / each,
        "remove_together", (end - together) / each);
  }

  private static Map<String, Object> spent(long began, long cpu) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("wall", (System.nanoTime() - began) / 1e9);
    told.put("cpu", cpu / 1e9);
    return told;
  }

  /** Bytes in use, rubbish apart. */
  private static long memory() throws InterruptedException {
    for (int each = 0; each < 3; each++) {
      System.gc();
      Thread.sleep(50);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Override
  public void close() throws Exception {
    if (monitor != null) {
      monitor.close();
      monitor = null;
    }
  }
}
