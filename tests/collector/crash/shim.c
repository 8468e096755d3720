/* Ends the process at the n-th call that changes a file below a directory: preloaded, and armed by `arm`.
   A write that is the n-th is torn: its first half reaches the file. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char below[PATH_MAX];
static atomic_long left = -1;

void arm(const char *directory, long n) {
    snprintf(below, sizeof below, "%s/", directory);
    left = n;
}

static int is_below(const char *path) { return strncmp(path, below, strlen(below)) == 0; }

static int is_file_below(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 2);
    if (length < 0) return 0;
    path[length] = '/';
    path[length + 1] = 0;
    return is_below(path);
}

static int is_the_end(int concerned) {
    return concerned && left > 0 && atomic_fetch_sub(&left, 1) == 1;
}

static void end(void) { kill(getpid(), SIGKILL); pause(); }

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
    if (left > 0 && is_the_end(is_file_below(fd))) { REAL(write)(fd, data, size / 2); end(); }
    return REAL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    if (left > 0 && is_the_end(is_file_below(fd))) { REAL(pwrite)(fd, data, size / 2, at); end(); }
    return REAL(pwrite)(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    if (left > 0 && is_the_end(is_file_below(fd))) { REAL(pwrite64)(fd, data, size / 2, at); end(); }
    return REAL(pwrite64)(fd, data, size, at);
}
int fdatasync(int fd) {
    if (left > 0 && is_the_end(is_file_below(fd))) end();
    return REAL(fdatasync)(fd);
}
int fsync(int fd) {
    if (left > 0 && is_the_end(is_file_below(fd))) end();
    return REAL(fsync)(fd);
}
int ftruncate64(int fd, off64_t size) {
    if (left > 0 && is_the_end(is_file_below(fd))) end();
    return REAL(ftruncate64)(fd, size);
}
int rename(const char *from, const char *to) {
    if (left > 0 && is_the_end(is_below(to))) end();
    return REAL(rename)(from, to);
}
int link(const char *from, const char *to) {
    if (left > 0 && is_the_end(is_below(to))) end();
    return REAL(link)(from, to);
}
int unlink(const char *path) {
    if (left > 0 && is_the_end(is_below(path))) end();
    return REAL(unlink)(path);
}
