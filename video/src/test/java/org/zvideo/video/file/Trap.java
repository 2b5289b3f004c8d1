package org.zvideo.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What may have the name of a file that we want to write. */
enum Trap {
    LINK_TO_FILE {
        @Override
        void lay(Path name, Canaries outside) throws IOException {
            Files.createSymbolicLink(name, outside.file());
        }
    },
    LINK_TO_FOLDER {
        @Override
        void lay(Path name, Canaries outside) throws IOException {
            Files.createSymbolicLink(name, outside.folder());
        }
    },
    LINK_TO_NOTHING {
        @Override
        void lay(Path name, Canaries outside) throws IOException {
            Files.createSymbolicLink(name, outside.folder().resolve("not there"));
        }
    },
    FOLDER {
        @Override
        void lay(Path name, Canaries outside) throws IOException {
            Files.writeString(Files.createDirectory(name).resolve("diary.txt"), "mine");
        }
    },
    PIPE {
        @Override
        void lay(Path name, Canaries outside) throws IOException {
            try {
                new ProcessBuilder("mkfifo", name.toString()).inheritIO().start().waitFor();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    };

    abstract void lay(Path name, Canaries outside) throws IOException;
}
