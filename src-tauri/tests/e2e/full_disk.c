/* Loaded before everything else, makes the disk of a folder look full: while the file FULL_DISK_WHILE is there, nothing
 * can be written to any file below the folder FULL_DISK. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int is_full(int file) {
    const char *folder = getenv("FULL_DISK"), *flag = getenv("FULL_DISK_WHILE");
    if (!folder || !flag || access(flag, F_OK) != 0) return 0;
    char link[64], path[PATH_MAX] = {0};
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    if (readlink(link, path, sizeof path - 1) < 0) return 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

#define UNLESS_FULL(name, parameters, arguments)                     \
    ssize_t name parameters {                                        \
        static ssize_t(*real) parameters;                            \
        int before = errno;                                          \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name);        \
        if (is_full(file)) {                                         \
            errno = ENOSPC;                                          \
            return -1;                                               \
        }                                                            \
        errno = before;                                              \
        return real arguments;                                       \
    }

UNLESS_FULL(write, (int file, const void *bytes, size_t count), (file, bytes, count))
UNLESS_FULL(pwrite, (int file, const void *bytes, size_t count, off_t at), (file, bytes, count, at))
UNLESS_FULL(pwrite64, (int file, const void *bytes, size_t count, off64_t at), (file, bytes, count, at))
