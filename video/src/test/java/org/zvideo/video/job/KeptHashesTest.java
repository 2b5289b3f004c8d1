package org.zvideo.video.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.file.ReadFile;

/** When a kept hash is believed. Oracle: the hash of the bytes, and a wrong one, put into the file of those that are kept. */
class KeptHashesTest {
    private static final String WRONG = "0".repeat(64);

    @TempDir
    Path folder;

    private Path large;
    private KeptHashes later;

    @BeforeEach
    void write() throws IOException {
        large = folder.resolve("model");
        Files.write(large, new byte[(int) KeptHashes.LARGE]);
        later = at(Duration.ofMinutes(1));
    }

    private KeptHashes at(Duration later) {
        return new KeptHashes(folder.resolve("cache/hashes.json"), Clock.offset(Clock.systemUTC(), later), false);
    }

    private String hash(KeptHashes kept) {
        return kept.sha256(ReadFile.of(large));
    }

    private void falsify() throws IOException {
        Files.writeString(
                later.file(),
                Files.readString(later.file()).replace(ReadFile.of(large).sha256(), WRONG));
    }

    @Test
    void itIsReadOnce() throws IOException {
        String hash = hash(later);
        assertEquals(ReadFile.of(large).sha256(), hash);
        falsify();
        assertEquals(WRONG, hash(later));
        assertEquals(WRONG, hash(at(Duration.ZERO)), "what was kept is believed whatever the time");
        assertEquals(hash, hash(later.renewing(true)));
        assertEquals(hash, hash(later), "the new one has replaced it");
    }

    @Test
    void otherBytesOfTheSameLengthAndTimeAreSeen() throws IOException {
        FileTime before = Files.getLastModifiedTime(large);
        String hash = hash(later);
        try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}));
        }
        Files.setLastModifiedTime(large, before);
        assertNotEquals(hash, hash(later));
        assertEquals(ReadFile.of(large).sha256(), hash(later));
    }

    @Test
    void anotherFileOfThatNameIsSeen() throws IOException {
        hash(later);
        falsify();
        Path other = folder.resolve("other");
        Files.copy(large, other, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(other, large, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(ReadFile.of(large).sha256(), hash(later));
    }

    @Test
    void whatChangedAMomentAgoIsNotKept() {
        hash(at(KeptHashes.SETTLED.minusMillis(1500)));
        assertFalse(Files.exists(later.file()));
        hash(at(Duration.ofDays(-1)));
        assertFalse(Files.exists(later.file()), "nor what is dated in the future");
    }

    @Test
    void smallFilesAreReadEachTime() throws IOException {
        Files.write(large, new byte[(int) KeptHashes.LARGE - 1]);
        hash(later);
        assertFalse(Files.exists(later.file()));
    }

    @Test
    void whatIsDamagedIsIgnoredAndWrittenAgain() throws IOException {
        String hash = hash(later);
        String good = Files.readString(later.file());
        for (String bad : new String[] {"", "damaged", "[]", "{\"a\": 1}", good.replace(hash, "00"), "{\"a\": null}"}) {
            Files.writeString(later.file(), bad);
            assertEquals(hash, hash(later), bad);
            assertEquals(good.contains(hash), Files.readString(later.file()).contains(hash), bad);
        }
    }
}
