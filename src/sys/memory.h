/*
 * How the C library keeps the memory of a process that runs for months.
 */
#ifndef SYS_MEMORY_H
#define SYS_MEMORY_H

/*
 * memory_lean(): from now on large pieces come from the system one by one and go back to it when they are
 * released, and what is not touched of them costs nothing.  By default that ends with the first large piece
 * that is released (mallopt(3), M_MMAP_THRESHOLD), and reading content would leave its holes for good.
 * To be called at the start.
 */
void memory_lean(void);

/*
 * memory_trim(): gives back what is free: to be called when much was released.
 */
void memory_trim(void);

#endif
