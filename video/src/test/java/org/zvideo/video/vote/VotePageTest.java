package org.zvideo.video.vote;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zvideo.core.error.ErrorKind;
import org.zvideo.core.image.RgbImage;
import org.zvideo.video.Chromium;
import org.zvideo.video.Clip;
import org.zvideo.video.MediaMaker;
import org.zvideo.video.ReadOptions;
import org.zvideo.video.VideoReader;
import org.zvideo.video.error.MediaException;
import org.zvideo.video.file.InputFiles;
import org.zvideo.video.file.OutputFile;
import org.zvideo.video.file.OutputFiles;
import org.zvideo.video.picture.StillImage;

/** The page on which people vote. Oracle: what went in, and that no name of it comes out. */
class VotePageTest {
    private static final List<String> NAMES = List.of("oursoft", "peersoft");
    private static final Pattern ITEM =
            Pattern.compile("<script type=\"text/plain\" id=\"(m[0-9a-f]{8})\" data-type=\"([a-z0-9/]+)\">([^<]*)<");

    @TempDir
    Path folder;

    private final Map<String, Path> files = new LinkedHashMap<>();

    @BeforeEach
    void makePictures() throws Exception {
        for (String name : List.of("scenery.png", "artwork.png", "oursoft.png", "peersoft.png")) {
            RgbImage image = new RgbImage(96, 64);
            for (int n = 0; n < image.pixels().length; n++) {
                image.pixels()[n] = (byte) (20 * files.size());
            }
            files.put(name, Files.write(folder.resolve(name), StillImage.encode(image, Path.of(name))));
        }
    }

    /** A video of a color with a sound and with a tag that tells who made it. */
    private Path video(String name, String color) {
        Path file = folder.resolve(name);
        try (MediaMaker maker = MediaMaker.of(file)) {
            maker.stream("color=" + color + ":s=48x32:d=0.2:r=10,format=yuv420p", "libopenh264", Map.of(), stream -> {
                        AVDictionary tags = new AVDictionary(null);
                        av_dict_set(tags, "handler_name", "by oursoft", 0);
                        stream.metadata(tags);
                    })
                    .stream("sine=d=0.2,aformat=sample_fmts=fltp", "aac");
        }
        return file;
    }

    private Path write(List<Scene> scenes, List<String> programs, int side, long seed) {
        VotePlan plan =
                VotePlan.of(scenes.size(), programs.size(), VotePlan.mostTrials(scenes.size(), programs.size()), seed);
        VotePage vote = new VotePage(programs, scenes, plan, seed, side, ReadOptions.DEFAULT);
        try (OutputFiles outputs = new OutputFiles(new InputFiles(), warning -> {});
                OutputFile page = outputs.claim(folder.resolve("page.html"), true);
                OutputFile key = outputs.claim(folder.resolve("page.key.json"), true)) {
            int[] encoded = new int[1];
            vote.write(page, key, new VoteListener() {
                @Override
                public void checkpoint() {}

                @Override
                public void encoded() {
                    encoded[0]++;
                }
            });
            assertEquals(vote.files(), encoded[0]);
            page.commit();
            key.commit();
        }
        return folder.resolve("page.html");
    }

    private List<Scene> pictures() {
        return Scene.of(
                files.get("scenery.png"),
                Optional.of(files.get("artwork.png")),
                List.of(files.get("oursoft.png"), files.get("peersoft.png")));
    }

    private static JsonNode data(Path page) throws Exception {
        String text = Files.readString(page);
        String data = text.substring(text.indexOf("id=\"data\">") + 10);
        return new ObjectMapper().readTree(data.substring(0, data.indexOf("</script>")));
    }

    private static Map<String, byte[]> items(Path page) throws Exception {
        Map<String, byte[]> items = new LinkedHashMap<>();
        Matcher item = ITEM.matcher(Files.readString(page));
        while (item.find()) {
            items.put(item.group(1), Base64.getDecoder().decode(item.group(3)));
        }
        return items;
    }

    @Test
    void theKeyTellsWhoMadeWhatAndThePageDoesNot() throws Exception {
        Path page = write(pictures(), NAMES, 48, 3);
        String text = Files.readString(page);
        for (String name : List.of("oursoft", "peersoft", "scenery", "artwork", ".png")) {
            assertFalse(text.contains(name), name);
        }
        assertFalse(text.matches("(?s).*(\\bsrc|href)\\s*=\\s*[\"'](https?:)?//.*"), "nothing comes from elsewhere");
        VoteKey key = VoteKey.read(folder.resolve("page.key.json"));
        JsonNode data = data(page);
        assertEquals(key.study(), data.get("study").asText());
        assertEquals(3, data.get("questions").size());
        Map<String, byte[]> items = items(page);
        assertEquals(4, items.size());
        VoteKey.Trial trial = key.trials().get("t001");
        assertEquals("scenery", trial.scene());
        trial.programs().forEach((id, program) -> {
            Path shown = folder.resolve("shown.jpg");
            try {
                RgbImage image = StillImage.read("picture", Files.write(shown, items.get(id)));
                assertEquals(48, image.width());
                int level = program.equals("oursoft") ? 40 : 60;
                assertEquals(level, image.at(20, 20, 0), 2, program);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        });
        assertEquals(60, StillImage.read("picture", files.get("peersoft.png")).at(0, 0, 0), "inputs stay");
    }

    @Test
    void theSameSeedGivesTheSamePage() throws Exception {
        byte[] first = Files.readAllBytes(write(pictures(), NAMES, 96, 3));
        assertArrayEquals(first, Files.readAllBytes(write(pictures(), NAMES, 96, 3)));
        String study = data(folder.resolve("page.html")).get("study").asText();
        assertNotEquals(
                study, data(write(pictures(), NAMES, 96, 4)).get("study").asText());
        assertNotEquals(
                study,
                data(write(pictures(), List.of("peersoft", "oursoft"), 96, 3))
                        .get("study")
                        .asText(),
                "exchanged names are another study");
    }

    @Test
    void theNamesOfTrialsTellNothing() {
        List<Scene> scenes = Scene.of(
                files.get("scenery.png"),
                Optional.empty(),
                List.of(files.get("oursoft.png"), files.get("peersoft.png"), files.get("artwork.png")));
        Set<Set<String>> first = new HashSet<>();
        for (long seed = 0; seed < 8; seed++) {
            write(scenes, List.of("a", "b", "c"), 96, seed);
            VoteKey key = VoteKey.read(folder.resolve("page.key.json"));
            first.add(Set.copyOf(key.trials().get("t001").programs().values()));
        }
        assertEquals(3, first.size(), "any pair may be called t001");
    }

    @Test
    void videosKeepTheirPicturesAndNothingElse() throws Exception {
        List<Scene> scenes = Scene.of(
                video("scenery.mp4", "gray"),
                Optional.empty(),
                List.of(video("one.mp4", "red"), video("two.mkv", "blue")));
        Path page = write(scenes, NAMES, 32, 0);
        assertEquals(2, data(page).get("questions").size(), "nobody judges a style that is not shown");
        Map<String, byte[]> items = items(page);
        assertEquals(3, items.size());
        for (byte[] bytes : items.values()) {
            assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("oursoft"));
            Path file = Files.write(folder.resolve("item.mp4"), bytes);
            try (VideoReader reader = VideoReader.open(file, Clip.WHOLE, ReadOptions.DEFAULT)) {
                assertEquals(32, reader.info().width());
                assertEquals("h264", reader.info().codec());
                assertEquals(2, reader.info().frames());
            }
            assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("soun"), "no sound");
        }
    }

    @Test
    void foldersMatchByName() throws Exception {
        for (String name : List.of("sources/one.png", "sources/two.png", "x/one.jpg", "x/two.png", "y/one.png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, StillImage.encode(new RgbImage(16, 16), file));
        }
        Path sources = folder.resolve("sources");
        List<Path> results = List.of(folder.resolve("x"), folder.resolve("y"));
        MediaException missing = assertThrows(MediaException.class, () -> Scene.of(sources, Optional.empty(), results));
        assertTrue(missing.getMessage().contains("contains no file named two.*"), missing.getMessage());
        assertEquals(ErrorKind.MISSING_INPUT, missing.kind());
        Files.copy(folder.resolve("x/two.png"), folder.resolve("y/two.png"));
        List<Scene> scenes = Scene.of(sources, Optional.of(files.get("artwork.png")), results);
        assertEquals(List.of("one", "two"), scenes.stream().map(Scene::name).toList());
        assertEquals(folder.resolve("x/one.jpg"), scenes.get(0).results().get(0));
        assertEquals(Optional.of(files.get("artwork.png")), scenes.get(1).style());
        MediaException twice = assertThrows(
                MediaException.class,
                () -> Scene.of(sources, Optional.empty(), List.of(results.get(0), results.get(0))));
        assertTrue(twice.getMessage().contains("given for two programs"), twice.getMessage());
        Path clip = video("one.mp4", "red");
        MediaException unlike = assertThrows(
                MediaException.class,
                () -> Scene.of(files.get("scenery.png"), Optional.empty(), List.of(clip, files.get("oursoft.png"))));
        assertTrue(unlike.getMessage().contains("is a video, but its source is a picture"), unlike.getMessage());
    }

    /** Votes by keys in Chromium: left, then a tie that is taken back, right, and tie; then counts what the page saves. */
    @Test
    @Tag("browser")
    void keysVoteAndWhatIsSavedIsCounted() throws Exception {
        List<Scene> scenes = Scene.of(
                video("scenery.mp4", "gray"),
                Optional.of(files.get("artwork.png")),
                List.of(video("one.mp4", "red"), video("two.mp4", "blue")));
        String shown = Chromium.afterScript(
                write(scenes, NAMES, 96, 0),
                folder,
                "for (const key of ['ArrowLeft', 'ArrowDown', 'Backspace', 'ArrowRight', ' ', 'ArrowDown'])"
                        + " dispatchEvent(new KeyboardEvent('keydown', { key }));"
                        + " URL.createObjectURL = blob => { blob.text().then(text =>"
                        + " document.documentElement.dataset.saved = text); return 'blob:'; };"
                        + " HTMLAnchorElement.prototype.click = () => {};"
                        + " document.querySelector('#done .save').click();"
                        + " document.documentElement.dataset.kept = Object.values(localStorage)[0];");
        assertTrue(shown.contains("<section id=\"done\">") && shown.contains("1 of 1"), "that was all");
        Matcher saved = Pattern.compile("data-saved=\"([^\"]*)\"").matcher(shown);
        assertTrue(saved.find(), "votes are saved");
        Ballots ballots = new Ballots(VoteKey.read(folder.resolve("page.key.json")));
        ballots.read(Files.writeString(folder.resolve("votes.csv"), saved.group(1)));
        assertEquals(
                List.of("CONTENT LEFT", "STYLE RIGHT", "OVERALL TIE"),
                ballots.votes().stream()
                        .map(vote -> vote.question() + " " + vote.choice())
                        .toList());
        String voter = ballots.votes().get(0).voter();
        assertTrue(shown.substring(shown.indexOf("data-kept")).contains(voter), "the browser keeps them too");
    }
}
