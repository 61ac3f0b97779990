"""Who, where and when: times, places and actors that a report names, resolved to the world."""
