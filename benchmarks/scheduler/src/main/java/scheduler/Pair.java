package scheduler;

import module java.base;

/**
 * Two clients that do something at the same time: what comes before, what each does, in a row, by its name, what is
 * done afterwards, so that everyone sees what has become of the others, and what must then be so.
 */
public record Pair(String title, List<String> before, SequencedMap<String, List<String>> deeds,
        Function<Seen, List<String>> after, Consumer<Seen> claims) {
    private static final Function<Seen, List<String>> NOTHING = _ -> List.of();
    private static final String TAKEN = "* That name is taken.";
    private static final String EXISTS = "* Room den already exists.";

    /** Those of these titles, on a stage that has rooms or hasn't. */
    public static Pair[] of(boolean rooms, String... titles) {
        return Stream.of(titles).map(title -> of(rooms).stream().filter(it -> it.title.equals(title)).findFirst()
                .orElseThrow(() -> new NoSuchElementException(title))).toArray(Pair[]::new);
    }

    /** All that are tried on a stage, which has rooms or hasn't. */
    static List<Pair> of(boolean rooms) {
        var pairs = new ArrayList<>(inOneRoom(rooms ? "lobby" : "the chat"));
        if (rooms) {
            pairs.addAll(betweenRooms());
        }
        return pairs;
    }

    private static List<Pair> inOneRoom(String room) {
        Function<String, String> joined = who -> "* " + who + " has joined " + room;
        Function<String, String> left = who -> "* " + who + " has left " + room;
        String hello = said("eve", "hello");
        String bye = said("eve", "bye");
        return List.of(
                new Pair("two clients ask for one name", setup("ann", "?ada1", "?ada2"),
                        deeds("type ada1 ada", "type ada2 ada"), _ -> List.of("type ann still here?"), seen -> {
                            seen.oneIsRefused("one name", TAKEN, "ada1", "ada2");
                            seen.once(joined.apply("ada"), "ann");
                            seen.once(said("ann", "still here?"), seen.sees("ada1", TAKEN) ? "ada2" : "ada1");
                            seen.stay("ann", "ada1", "ada2");
                        }),
                new Pair("one joins while another says something", setup("ann", "bob", "eve", "?dan"),
                        deeds("type eve hello", "type dan dan"), NOTHING, seen -> {
                            seen.once(hello, "ann", "bob", "dan");
                            seen.once(joined.apply("dan"), "ann", "bob", "eve");
                            seen.stay("ann", "bob", "eve", "dan");
                        }),
                new Pair("two say something", setup("ann", "bob", "eve"),
                        deeds("type bob hi", "type eve hello"), _ -> setup("zoe"), seen -> {
                            seen.once(said("bob", "hi"), "ann", "eve", "zoe");
                            seen.once(hello, "ann", "bob", "zoe");
                            seen.inOneOrder(said("bob", "hi"), hello, "zoe", "ann");
                            seen.stay("ann", "bob", "eve", "zoe");
                        }),
                new Pair("one joins while another leaves", setup("ann", "bob", "eve", "?dan"),
                        deeds("type eve /quit", "type dan dan"), _ -> List.of("type ann still here?"), seen -> {
                            seen.once(joined.apply("dan"), "ann", "bob");
                            seen.once(left.apply("eve"), "ann", "bob");
                            seen.notTwice(joined.apply("dan"), "eve");
                            seen.notTwice(left.apply("eve"), "dan");
                            seen.once(said("ann", "still here?"), "bob", "dan");
                            seen.stay("ann", "bob", "dan");
                        }),
                new Pair("one leaves while another says something", setup("ann", "bob", "eve"),
                        deeds("type eve hello", "type bob /quit"), _ -> List.of("type ann still here?"), seen -> {
                            seen.once(hello, "ann");
                            seen.notTwice(hello, "bob");
                            seen.once(left.apply("bob"), "ann", "eve");
                            seen.once(said("ann", "still here?"), "eve");
                            seen.stay("ann", "eve");
                        }),
                new Pair("two leave", setup("ann", "bob", "eve", "ivy", "?bob2"),
                        deeds("type bob /quit", "type eve /quit"), _ -> List.of("type bob2 bob"), seen -> {
                            seen.once(left.apply("bob"), "ann", "ivy");
                            seen.once(left.apply("eve"), "ann", "ivy");
                            if (seen.sees("bob2", TAKEN)) {
                                seen.breaks("one name: bob has left, and still has it", "bob2 sees: " + TAKEN);
                            }
                            seen.stay("ann", "ivy", "bob2");
                        }),
                new Pair("one asks for the name of one who leaves", setup("ann", "bob", "?bob2"),
                        deeds("type bob /quit", "type bob2 bob"), _ -> List.of("type ann still here?"), seen -> {
                            seen.once(left.apply("bob"), "ann");
                            if (!seen.sees("bob2", TAKEN)) {
                                seen.once(said("ann", "still here?"), "bob2");
                            }
                            seen.stay("ann", "bob2");
                        }),
                new Pair("two join", setup("ann", "?bob", "?dan"),
                        deeds("type bob bob", "type dan dan"), _ -> List.of("type ann still here?"), seen -> {
                            seen.once(joined.apply("bob"), "ann");
                            seen.once(joined.apply("dan"), "ann");
                            seen.once(said("ann", "still here?"), "bob", "dan");
                            seen.stay("ann", "bob", "dan");
                        }),
                new Pair("one joins while another says two things", setup("ann", "eve", "?dan"),
                        deeds("type eve hello", "type eve bye", "type dan dan"), NOTHING, seen -> {
                            seen.once(hello, "ann", "dan");
                            seen.once(bye, "ann", "dan");
                            seen.inThisOrder(hello, bye, "ann", "dan");
                            seen.once(joined.apply("dan"), "ann", "eve");
                            seen.stay("ann", "eve", "dan");
                        }),
                new Pair("one joins while another says something and leaves", setup("ann", "eve", "?dan"),
                        deeds("type eve bye", "type eve /quit", "type dan dan"), NOTHING, seen -> {
                            seen.once(bye, "ann", "dan");
                            seen.once(left.apply("eve"), "ann");
                            seen.notTwice(left.apply("eve"), "dan");
                            seen.inThisOrder(bye, left.apply("eve"), "ann", "dan");
                            seen.once(joined.apply("dan"), "ann");
                            seen.stay("ann", "dan");
                        }));
    }

    private static List<Pair> betweenRooms() {
        var den = plus(setup("bob", "ann", "eve"), "type bob /create den");
        String bye = said("ann", "bye");
        String hello = said("bob", "hello");
        String left = "* ann has left lobby";
        return List.of(
                new Pair("one says something and goes to another room while another says something",
                        setup("ann", "bob", "eve"), deeds("type ann bye", "type ann /create den", "type bob hello"),
                        _ -> List.of("type eve /join den"), seen -> {
                            seen.once(bye, "bob", "eve");
                            seen.once(left, "bob", "eve");
                            seen.inThisOrder(bye, left, "bob", "eve");
                            seen.notTwice(hello, "ann");
                            seen.inThisOrder(hello, "* You are alone in den.", "ann");
                            seen.once("* eve has joined den", "ann");
                            seen.stay("ann", "bob", "eve");
                        }),
                search("one goes to a room while its last member goes to another", den,
                        deeds("type ann /join den", "type bob /join lobby"), seen -> where(
                                "ann", seen.sees("ann", "* There is no room den.") ? "lobby" : "den", "bob", "lobby")),
                search("one goes to a room while its last member quits", den,
                        deeds("type ann /join den", "type bob /quit"), seen -> where(
                                "ann", seen.sees("ann", "* There is no room den.") ? "lobby" : "den")),
                search("one creates a room while the last member of the old one goes", den,
                        deeds("type ann /create den", "type bob /join lobby"), seen -> where(
                                "ann", seen.sees("ann", EXISTS) ? "lobby" : "den", "bob", "lobby")),
                search("two create one room", setup("ann", "bob", "eve"),
                        deeds("type ann /create den", "type bob /create den"), seen -> {
                            seen.oneIsRefused("one room of a name", EXISTS, "ann", "bob");
                            return where("ann", seen.sees("ann", EXISTS) ? "lobby" : "den",
                                    "bob", seen.sees("bob", EXISTS) ? "lobby" : "den");
                        }),
                search("two go from room to room, and cross",
                        plus(setup("ann", "bob", "eve"), "type ann /create attic", "type bob /create den"),
                        deeds("type ann /join den", "type bob /join attic"), seen -> where(
                                "ann", seen.sees("ann", "* There is no room den.") ? "attic" : "den",
                                "bob", seen.sees("bob", "* There is no room attic.") ? "den" : "attic")));
    }

    /** Eve, who is in the lobby, looks for each where it must be, and is to be heard there. */
    private static Pair search(String title, List<String> before, SequencedMap<String, List<String>> deeds,
            Function<Seen, Map<String, String>> where) {
        return new Pair(title, before, deeds, seen -> {
            var after = new ArrayList<String>();
            String[] at = {"lobby"};
            where.apply(seen).forEach((who, room) -> {
                if (!room.equals(at[0])) {
                    after.add("type eve /join " + room);
                    at[0] = room;
                }
                after.add("type eve " + who + "?");
            });
            return after;
        }, seen -> where.apply(seen).forEach((who, room) -> {
            String line = said("eve", who + "?");
            seen.stay(who, "eve");
            if (!seen.sees(who, line)) {
                seen.breaks("nobody is left behind: " + who + " must be in " + room + ", and eve doesn't find " + who
                        + " there", "not " + who + " sees: " + line);
            }
            seen.once(line, who);
        }));
    }

    private static Map<String, String> where(String... pairs) {
        var where = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            where.put(pairs[i], pairs[i + 1]);
        }
        return where;
    }

    /** These connect and join; those with a question mark only connect. */
    public static List<String> setup(String... people) {
        return Stream.of(people).flatMap(it -> it.startsWith("?") ? Stream.of("connect " + it.substring(1))
                : Stream.of("connect " + it, "type " + it + " " + it)).toList();
    }

    public static List<String> plus(List<String> before, String... more) {
        return Stream.concat(before.stream(), Stream.of(more)).toList();
    }

    /** Those of one client are done in a row. */
    public static SequencedMap<String, List<String>> deeds(String... all) {
        var deeds = new LinkedHashMap<String, List<String>>();
        for (String deed : all) {
            deeds.computeIfAbsent(deed.split(" ")[1], _ -> new ArrayList<>()).add(deed);
        }
        return deeds;
    }

    public static String said(String who, String what) {
        return "[time][" + who + "]: " + what;
    }
}
