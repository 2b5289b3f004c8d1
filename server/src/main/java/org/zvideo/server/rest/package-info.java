/** HTTP: who may ask, which handler answers, and how an answer is sent. Knows nothing of jobs. */
@NullMarked
package org.zvideo.server.rest;

import org.jspecify.annotations.NullMarked;
