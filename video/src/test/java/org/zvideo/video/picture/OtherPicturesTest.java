package org.zvideo.video.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaMaker;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.filter.StyleMasks;

/**
 * Pictures in formats that are not read. Oracle: FFmpeg's encoders, which wrote the files, and the formats' signatures: whatever
 * the file is given for, one line names its format and those that are read.
 */
class OtherPicturesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "a.avif,libsvtav1,yuv420p,AVIF",
        "a.j2k,jpeg2000,rgb24,JPEG 2000",
        "a.ppm,ppm,rgb24,PPM",
        "a.pgm,pgm,gray,PGM",
        "a.pam,pam,rgb24,PAM",
        "a.pfm,pfm,gbrpf32le,PFM",
        "a.exr,exr,gbrpf32le,OpenEXR",
        "a.qoi,qoi,rgb24,QOI",
        "a.sgi,sgi,rgb24,SGI",
        "a.dpx,dpx,rgb24,DPX"
    })
    void whatFfmpegWritesIsNamed(String name, String encoder, String format, String said) throws IOException {
        Path file = folder.resolve(name);
        try (MediaMaker media = MediaMaker.of(file)) {
            if (!name.endsWith("avif")) {
                media.option("update", "1");
            }
            media.stream("testsrc=s=64x64:r=1:d=1,format=" + format, encoder);
        }
        refusedAsAnything(file, said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0000001866747970 68656963 00000000 6D696631 68656963 | HEIC",
                "0000001866747970 6D696631 00000000 6D696631 68656978 | HEIC",
                "0000001866747970 6D696631 00000000 6D696631 6D696166 | HEIF",
                "0000001866747970 63727820 00000001 63727820 69736F6D | CR3",
                "0000000C6A5020200D0A870A | JPEG 2000",
                "0000000C4A584C200D0A870A | JPEG XL",
                "FF0A0000 | JPEG XL",
                "50340A3820380A | PBM",
                "4949BC01 | JPEG XR",
                "384250530001 | PSD",
                "23 3F 52 41 44 49 41 4E 43 45 0A | Radiance HDR",
                "00000100010010100000010020006804 | ICO",
                "444453207C000000 | DDS",
                "3C73766720786D6C6E733D2222 3E | SVG",
                "EFBBBF3C3F786D6C3F3E0A3C737667 3E | SVG",
                "67696D702078636620 | XCF"
            })
    void theBeginningsOfOthersAreNamed(String hex, String said) throws IOException {
        byte[] start = new BigInteger("01" + hex.replace(" ", ""), 16).toByteArray();
        byte[] bytes = new byte[600];
        System.arraycopy(start, 1, bytes, 0, start.length - 1);
        refusedAsAnything(Files.write(folder.resolve("picture"), bytes), said);
    }

    /** Oracle: the box {@code moov}, which only films have. */
    @Test
    void whatMovesIsAVideo() throws IOException {
        Path film = folder.resolve("film.avif");
        try (MediaMaker media = MediaMaker.of(film)) {
            media.stream("testsrc=s=64x64:r=10:d=0.5,format=yuv420p", "libsvtav1");
        }
        assertTrue(new String(Files.readAllBytes(film), StandardCharsets.ISO_8859_1).contains("moov"));
        assertEquals(Optional.empty(), OtherPictures.refusal(film));
        Path clip = folder.resolve("clip.mp4");
        try (MediaMaker media = MediaMaker.of(clip)) {
            media.stream("testsrc=s=64x64:r=10:d=0.5,format=yuv420p", "libopenh264");
        }
        assertEquals(Optional.empty(), OtherPictures.refusal(clip));
    }

    @Test
    void numberedPicturesOfOtherFormatsAreToldWhichAreRead() throws IOException {
        Path pattern = folder.resolve("f.%04d.exr");
        String said = ": no such file; numbered pictures must be PNG, JPEG, BMP, TIFF or WebP";
        refused(ErrorKind.MISSING_INPUT, pattern + said, () -> video(pattern));
        refused(ErrorKind.MISSING_INPUT, pattern + said, () -> mask(pattern));
        Files.writeString(folder.resolve("f.0001.png"), "P6\n8 8\n255\n" + "x".repeat(192));
        refused(
                ErrorKind.BAD_INPUT,
                "its first file, f.0001.png: PPM is not a supported picture format",
                () -> video(folder.resolve("f.%04d.png")));
    }

    private static void refusedAsAnything(Path file, String format) {
        String said =
                file + ": " + format + " is not a supported picture format; convert it to PNG, JPEG, BMP, TIFF or WebP";
        refused(ErrorKind.BAD_INPUT, "video " + said, () -> video(file));
        refused(ErrorKind.BAD_INPUT, "style " + said, () -> StillImage.readStyle(file));
        refused(
                ErrorKind.BAD_INPUT,
                "mask " + said.replace(": ", ": neither a picture nor a video that can be read: "),
                () -> mask(file));
    }

    private static void video(Path file) {
        VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT).close();
    }

    private static void mask(Path file) {
        StyleMasks.open(List.of(file), ReadOptions.DEFAULT, 1, false, 0).close();
    }

    private static void refused(ErrorKind kind, String said, Executable use) {
        MediaException error = assertThrows(MediaException.class, use);
        assertEquals(kind, error.kind());
        assertTrue(error.getMessage().contains(said), error.getMessage());
    }
}
