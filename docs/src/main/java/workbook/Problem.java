package workbook;

import java.nio.file.Path;

/** What is wrong on a line of a page, and what its author may do about it. */
record Problem(Path page, int line, String message) {
    /** As compilers do it, so that an editor can jump there. */
    @Override
    public String toString() {
        return page + ":" + line + ": " + message;
    }
}
