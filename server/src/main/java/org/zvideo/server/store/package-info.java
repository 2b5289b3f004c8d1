/** The folders of the server: those that were named, uploads and results, and the names of files in them. */
@NullMarked
package org.zvideo.server.store;

import org.jspecify.annotations.NullMarked;
