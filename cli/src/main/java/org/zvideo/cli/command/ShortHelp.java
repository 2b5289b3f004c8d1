package org.zvideo.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** What {@code zvideo -h} says: a screen with the options that most runs need, and examples. */
final class ShortHelp {
    private static final String OPTION = "-h";

    static final String TEXT = """
            Usage: zvideo IN --style ART [OPTIONS]
            Repaints a video or a picture in the style of any other picture.

              -s, --style ART    the style picture; several are mixed
              -o, --output OUT   the result (default IN.zvideo.EXT)
              --preset NAME      quality, balanced, or draft, which is the fastest
              --strength X       from 0, the video as it is, to 1 (default)
              --from T, --to T   only this part of the video, like 0:05 or 7.5
              -y                 replace existing files

            Examples:
              zvideo in.mp4 --style art.jpg
              zvideo in.mp4 --style art.jpg --preset draft --from 0:05 --to 0:08
              zvideo photo.jpg --style art.jpg -o painted.png
              zvideo preview in.mp4 --style art.jpg --sheet strengths -o sheet.png
              zvideo plan in.mp4 --style art.jpg     # how long will it take?
              zvideo report in.mp4 in.zvideo.mp4     # how steady is a result?
              zvideo serve                           # a page for all of this

            zvideo --help shows everything, zvideo COMMAND --help one command.
            """;

    private ShortHelp() {}

    /** Takes {@code -h} from a command's whole help, which keeps {@code --help}. */
    static void offer(CommandSpec command) {
        OptionSpec whole = command.findOption(OPTION);
        command.remove(whole);
        command.addOption(OptionSpec.builder(OPTION)
                        .type(boolean.class)
                        .description("Show the most used options, with examples.")
                        .build())
                .addOption(OptionSpec.builder(whole).names(whole.longestName()).build());
    }

    static boolean isWanted(ParseResult parsed) {
        OptionSpec given = parsed.matchedOption(OPTION);
        return given != null && !given.usageHelp();
    }

    static void print(CommandLine command) {
        command.getOut().print(TEXT);
        command.getOut().flush();
    }
}
