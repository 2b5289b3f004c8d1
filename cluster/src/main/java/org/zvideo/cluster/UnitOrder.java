package org.zvideo.cluster;

/**
 * What an executor is told to do.
 *
 * @param job       the job's file, as a path that all machines know it by; where there is a place, as the driver knows it
 * @param place     address of the folder that holds the job and takes its results; null if all machines can read and write the
 *                  job's own folder
 * @param unit      number of the unit
 * @param processor name of the processor that has to compute it; null for any
 */
record UnitOrder(String job, String place, int unit, String processor) {}
