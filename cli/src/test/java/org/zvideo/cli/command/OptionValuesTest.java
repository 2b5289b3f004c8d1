package org.zvideo.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.cli.terminal.Console;
import org.zvideo.video.request.PaletteScope;
import org.zvideo.video.request.StyleTransferRequest;
import picocli.CommandLine.ParameterException;

/**
 * Values of options as people write them. Oracle: what means the same as an accepted value is accepted, and what is refused
 * names the option, repeats what was typed and shows a value that is accepted.
 */
class OptionValuesTest {
    /** Oracle: SMPTE's rates, and arithmetic. */
    @ParameterizedTest
    @CsvSource({
        "25,25/1",
        "30000/1001,30000/1001",
        "23.976,24000/1001",
        "23.98,24000/1001",
        "29.97,30000/1001",
        "29.970,30000/1001",
        "47.952,48000/1001",
        "59.94,60000/1001",
        "119.88,120000/1001",
        "24.0,24/1",
        "30.00,30/1",
        "12.5,25/2",
        "0.1,1/10",
        "14.985,2997/200"
    })
    void ratesMayBeDecimals(String typed, String rate) {
        assertEquals(
                rate,
                CommandLines.request(Path.of("in.mp4"), List.of("in.mp4", "--style", "art.jpg", "--fps", typed))
                        .source()
                        .reading()
                        .pictureRate()
                        .toString());
    }

    /** Oracle: what the same value means in other places. */
    @Test
    void theNamesOfCommandsAreValuesToo() {
        for (String name : Commands.line(new Console(null)).getSubcommands().keySet()) {
            StyleTransferRequest request = CommandLines.request(
                    Path.of("in.mp4"),
                    List.of(
                            "in.mp4",
                            "--style",
                            name,
                            "--preset",
                            "draft",
                            "--palette-scope",
                            "shot",
                            "-o",
                            name + ".mp4"));
            assertEquals(Path.of(name), request.styles().get(0).file());
            assertEquals(PaletteScope.SHOT, request.method().appearance().paletteScope());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in.mp4 --style s.jpg:1,5 | --style | 's.jpg:1,5': expected a number with a point: 1.5",
                "in.mp4 --style s.jpg:150% | --style | 's.jpg:150%': expected a number without a percent sign: 1.5",
                "in.mp4 --style https://a/s.jpg | --style | 'https://a/s.jpg': local files only; download it",
                "in.mp4 --style s.jpg --style-at 1,5=t.jpg | --style-at | '1,5': expected seconds, M:SS or H:MM:SS, like 12.5",
                "in.mp4 --style s.jpg --style-at t.jpg | --style-at | 't.jpg': expected a time and a style, like 12.5=art.jpg or cut:2",
                "in.mp4 --style s.jpg --style-at 3= | --style-at | '3=': expected a time and a style",
                "in.mp4 --style s.jpg --style-at cut:0=t.jpg | --style-at | 'cut:0': expected the number of a cut, from 1, like cut:2",
                "in.mp4 --style s.jpg --style-at cut:x=t.jpg | --style-at | 'cut:x': expected the number of a cut",
                "in.mp4 --style s.jpg --style-at 3=t.jpg:1,5 | --style-at | 't.jpg:1,5': expected a number with a point: 1.5",
                "in.mp4 --style s.jpg --style-at 3=https://a/t.jpg | --style-at | 'https://a/t.jpg': local files only",
                "in.mp4 --style s.jpg --style-at 3=t.jpg --style-fade 2,5 | --style-fade | '2,5': expected seconds, M:SS or H:MM:SS",
                "in.mp4 --style s.jpg --mask https://a/m.png | --mask | 'https://a/m.png': local files only; download it",
                "in.mp4 --style s.jpg --cuts https://a/c.txt | --cuts | 'https://a/c.txt': local files only; download it",
                "in.mp4 --style s.jpg --model https://a/b | --model | 'https://a/b': local files only; download it",
                "in.mp4 --style s.jpg --lora a.safetensors:0,5 | --lora | 'a.safetensors:0,5': expected a number with a point: 0.5",
                "in.mp4 --style s.jpg --lora https://a/b:1 | --lora | 'https://a/b:1': local files only; download it",
                "in.mp4 --style s.jpg --motion https://a/b | --motion | 'https://a/b': local files only; download it",
                "in.mp4 --style s.jpg -o rtmp://a/b.mp4 | --output | 'rtmp://a/b.mp4': local files only; download it",
                "report https://a/in.mp4 b.mp4 | SOURCE | 'https://a/in.mp4': local files only; download it",
                "models check https://a/b | DIR | 'https://a/b': local files only; download it",
                "in.mp4 --style s.jpg --strength 0,5 | --strength | '0,5': expected a number with a point: 0.5",
                "in.mp4 --style s.jpg --strength 0x1p-1 | --strength | '0x1p-1': expected a number like 1.5",
                "in.mp4 --style s.jpg --strength 1f | --strength | '1f': expected a number like 1.5",
                "in.mp4 --style s.jpg --strength inf | --strength | 'inf': expected a number like 1.5",
                "in.mp4 --style s.jpg --detail 30% | --detail | '30%': expected a number without a percent sign: 0.3",
                "in.mp4 --style s.jpg --detail much | --detail | 'much': expected a number like 1.5",
                "in.mp4 --style s.jpg --from 1,5 | --from | '1,5': expected seconds, M:SS or H:MM:SS, like 12.5",
                "in.mp4 --style s.jpg --fps 29,97 | --fps | '29,97': expected a number with a point: 29.97",
                "in.mp4 --style s.jpg --quality high | --quality | 'high': expected a whole number like 12",
                "in.mp4 --style s.jpg --frames 3.5 | --frames | '3.5': expected a whole number like 3",
                "in.mp4 --style s.jpg --size 256px | --size | '256px': expected a whole number like 256",
                "in.mp4 --style s.jpg --steps 99999999999 | --steps | '99999999999': expected a whole number of fewer digits",
                "in.mp4 --style s.jpg --audio-tracks a | --audio-tracks | 'a': expected a whole number like 12",
                "in.mp4 --style s.jpg --codec hevc | --codec | 'hevc': this FFmpeg has no HEVC encoder that runs on a CPU; use av1",
                "in.mp4 --style s.jpg --codec H265 | --codec | 'H265': this FFmpeg has no HEVC encoder that runs on a CPU; use av1",
                "in.mp4 --style s.jpg --codec x264 | --codec | 'x264': expected one of h264, av1, vp9, ffv1, prores, gif, raw",
                "in.mp4 --style s.jpg --fps 0 | --fps | '0': expected a number like 25, 29.97 or 30000/1001",
                "in.mp4 --style s.jpg --fps 0.0 | --fps | '0.0': expected a number like 25, 29.97 or 30000/1001",
                "in.mp4 --style s.jpg --fps many | --fps | 'many': expected a number like 25, 29.97 or 30000/1001"
            })
    void whatIsRefusedIsShownAsItWasTyped(String typed, String option, String said) {
        List<String> words = new ArrayList<>(List.of(typed.split(" ")));
        String message = assertThrows(
                        ParameterException.class,
                        () -> Commands.line(new Console(null)).parseArgs(words.toArray(String[]::new)))
                .getMessage();
        assertTrue(message.contains(option) && message.contains(said), message);
    }

    /** Oracle: the status of a usage error, and that of a missing file if the option is not there. */
    @ParameterizedTest
    @CsvSource({
        "--temporal,full",
        "--attend,first",
        "--attend-balance,",
        "--energy-weight,0.1",
        "--energy-steps,0-3",
        "--flow-parts,light",
        "--keep-unstyled,"
    })
    void whatTiesFramesHasNoEffectOnOne(String option, String value) {
        for (String command : List.of("preview", "analyze")) {
            List<String> words = new ArrayList<>(List.of(command, "none.mp4", "--style", "none.jpg", "-o", "none.png"));
            assertEquals(66, status(words), command);
            words.add(option);
            if (value != null) {
                words.add(value);
            }
            assertEquals(64, status(words), command + " " + option);
        }
    }

    /** Oracle: as above; FFmpeg has a decoder of the one name and none of the other. */
    @ParameterizedTest
    @CsvSource({"magicyuv,66", "'magicyuv,zlib',66", "magicyvu,64", "'zlib,magicyvu',64"})
    void aDecoderThatDoesNotExistCannotBeAllowed(String codecs, int status) {
        assertEquals(status, status(List.of("none.mp4", "--style", "none.jpg", "--codecs", codecs)), codecs);
    }

    private static int status(List<String> words) {
        return Commands.line(new Console(null)).execute(words.toArray(String[]::new));
    }
}
