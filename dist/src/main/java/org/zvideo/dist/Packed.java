package org.zvideo.dist;

import java.nio.file.Path;

/**
 * One entry of an archive.
 *
 * @param name       its name in the archive, with slashes
 * @param file       where its content is
 * @param executable whether it is a program
 */
record Packed(String name, Path file, boolean executable) {}
