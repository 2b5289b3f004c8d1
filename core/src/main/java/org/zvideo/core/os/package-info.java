/**
 * What differs between operating systems: which native libraries run, how processors are named and counted. What a class asks
 * the system for is a parameter as well, so that every branch runs in the tests on one system.
 *
 * <p>Rule: the name of the operating system is asked for nowhere else. What belongs to a file system, like permissions, is told by
 * that file system and not by the name of the system.
 */
@NullMarked
package org.zvideo.core.os;

import org.jspecify.annotations.NullMarked;
