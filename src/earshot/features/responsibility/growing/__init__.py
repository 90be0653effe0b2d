"""Growing: when the next size of policy is due, told by the workspace's own figures, and that policy to review.

Nothing here writes: the next size's text stands in the policy's form, and comes into force like any other.
"""
