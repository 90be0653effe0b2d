"""The topic workshop: what a query does, before it is saved and after.

A topic's query is kept in versions together with its tests (texts that it should or should not match). People label
posts of a drawn sample as right or wrong; from that follow precision and recall, with their intervals. Near misses,
proposals from the data and the difference to another version are found in slices, so that no work goes on in the
server for somebody who has left the page.

Invariants:

- A version is never changed. Whenever a topic's query or tests change, by whomever, a version is added in the same
  transaction; the newest version holds the query that the topic has.
- One label a topic and post; a person's newest word is the one that stands.
- The text kept with a label of a post that was only sampled is gone once the network deletes that post.
- The order in which posts are drawn depends on the post alone, so that a sample hardly changes while one types, and
  labels keep their worth from one version of a query to the next.
- A slice works for about 150 ms and remembers nothing: everything is in its cursor.
"""
