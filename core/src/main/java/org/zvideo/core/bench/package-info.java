/** Measures what the model costs on this machine, beside what the machine can do. */
package org.zvideo.core.bench;
