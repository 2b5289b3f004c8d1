/** The files that zvideo creates: how they are named, claimed, written and renamed, and when they are removed. */
package org.zvideo.video.file;
