package org.zvideo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Oracle: the sources of core, video and server, which Java programs use that have no command line. */
class MessagesTest {
    private static final Pattern LITERAL = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"");
    private static final Pattern FLAG = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*|(?<=with |use |or )-[a-z]\\b");

    @Test
    void noMessageBelowTheCommandNamesItsFlags() {
        TreeSet<String> found = new TreeSet<>();
        Sources.below("core/src/main/java", "video/src/main/java", "server/src/main/java")
                .forEach((file, text) -> {
                    String name = file.replaceAll(".*/|\\.java", "");
                    for (Matcher literal = LITERAL.matcher(withoutComments(text)); literal.find(); ) {
                        for (Matcher flag = FLAG.matcher(literal.group()); flag.find(); ) {
                            found.add(name + " " + flag.group());
                        }
                    }
                });
        assertEquals(Set.of(), found);
    }

    private static String withoutComments(String java) {
        return java.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$| // .*$", "");
    }
}
