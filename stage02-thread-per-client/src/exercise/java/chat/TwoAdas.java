package chat;

/** Two clients join under one name, and an eve is there to be heard. */
final class TwoAdas implements Seams.Pair {
    private final ChatRoom room = new ChatRoom();
    private final Guest eve = Guest.member(room, "eve");
    private final Guest one = new Guest();
    private final Guest two = new Guest();

    @Override
    public String firstDoes() {
        return "lets in a client as ada";
    }

    @Override
    public String secondDoes() {
        return "lets in a second one as ada";
    }

    @Override
    public void first() {
        one.join(room, "ada");
    }

    @Override
    public void second() {
        two.join(room, "ada");
    }

    @Override
    public void check() {
        Guest.claim(!(one.letIn && two.letIn), "two clients were both let in as ada", "between looking whether the "
                + "name is free and taking it, another thread did the same. Two calls that are safe each for itself "
                + "aren't safe as a pair, and a sleep makes this rarer, not impossible");
        Guest.claim(one.letIn || two.letIn, "two clients wanted to be ada, and both were refused", "");
        var in = one.letIn ? one : two;
        var out = one.letIn ? two : one;
        Guest.claim("ada".equals(in.client.name()), "the client that was let in as ada has the name "
                + in.client.name(), "join must give it its name");
        Guest.claim(out.client.name() == null, "the client that was refused has the name " + out.client.name(),
                "a client gets its name when it is let in, not before: with a name it isn't prompted again");
        room.say(eve.client, "hello");
        Guest.claim(in.heard("hello"), "eve said \"hello\", and the ada that was let in got:" + in.transcript(),
                "the other took her place in the map, though it was refused");
        Guest.claim(!out.heard("hello"), "the client that was refused heard what eve said", "it is in the map");
    }
}
