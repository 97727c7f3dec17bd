package workbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.commonmark.node.BulletList;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;

/**
 * A question under a heading "Predict" or "Test", and its answer, which is folded away; those of a test are shown
 * when the reader asks for them:
 *
 * <pre>
 * **1.** What can each of them be told?
 *
 * - **a.** One is told that the name is taken.
 * - **b.** Both may be let in.
 *
 * &lt;details>&lt;summary>Answer&lt;/summary>
 *
 * **b.** Both threads ask before either has acted.
 *
 * - **a.** Not always: `KnownFlawTest.twoClientsGetOneName` lets both in.
 *
 * &lt;/details>
 * </pre>
 *
 * The two lists may be missing. If they are there, the answer begins with the letter of the right choice, and each of
 * the others is refuted by something that runs.
 */
record Prediction(int line, boolean isTest, Node first, Node last, Map<String, Node> choices, String right,
        Map<String, Node> refutations) {
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.");
    private static final Pattern LETTER = Pattern.compile("[a-z]\\.");

    /** The predictions of a page, in order. */
    static List<Prediction> of(Page page) {
        var all = new ArrayList<Prediction>();
        String heading = "";
        Node question = null;
        boolean isAnswer = false;
        var choices = new LinkedHashMap<String, Node>();
        var refutations = new LinkedHashMap<String, Node>();
        String right = "";
        for (Node node : Page.children(page.document)) {
            if (node instanceof Heading) {
                heading = Page.text(node);
                question = null;
            } else if (heading.matches("Predict|Test") && !isAnswer && node instanceof Paragraph && !begins(node, NUMBER).isEmpty()) {
                question = node;
                choices.clear();
                refutations.clear();
                right = "";
            } else if (question == null) {
                continue;
            } else if (node instanceof HtmlBlock html && html.getLiteral().contains("<details>")) {
                isAnswer = true;
            } else if (node instanceof HtmlBlock html && html.getLiteral().contains("</details>")) {
                all.add(new Prediction(Page.line(question), heading.equals("Test"), question, node, new LinkedHashMap<>(choices), right,
                        new LinkedHashMap<>(refutations)));
                question = null;
                isAnswer = false;
            } else if (node instanceof BulletList list) {
                for (Node item : Page.children(list)) {
                    String letter = begins(item.getFirstChild(), LETTER);
                    if (!letter.isEmpty()) {
                        (isAnswer ? refutations : choices).put(letter, item);
                    }
                }
            } else if (isAnswer && right.isEmpty()) {
                right = begins(node, LETTER);
            }
        }
        return all;
    }

    /** The number or letter, in bold, with which a paragraph begins; empty if it doesn't. */
    private static String begins(Node node, Pattern with) {
        String text = node.getFirstChild() instanceof StrongEmphasis strong ? Page.text(strong) : "";
        return with.matcher(text).matches() ? text.substring(0, text.length() - 1) : "";
    }
}
