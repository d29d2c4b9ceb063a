/* A disk that fails when told: preloaded into the server, it stands before the system's own calls.
   The file named by FAILING_DISK says what fails: "write 28", "sync 5"; "die 30" kills the process at
   its thirtieth write. While the file is absent, nothing fails. Only the database's own files are concerned. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int is_of_the_database(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "consult.sqlite3") != NULL;
}

static int writes;

static int fails(int fd, const char *call) {
    char said[32] = {0}, name[16] = {0};
    int number = 0, order;
    if (!is_of_the_database(fd)) return 0;
    order = open(getenv("FAILING_DISK"), O_RDONLY);
    if (order < 0) return 0;
    ssize_t length = read(order, said, sizeof said - 1);
    close(order);
    if (length <= 0 || sscanf(said, "%15s %d", name, &number) != 2) return 0;
    if (!strcmp(name, "die") && !strcmp(call, "write") && ++writes >= number) kill(getpid(), SIGKILL);
    if (strcmp(name, call)) return 0;
    errno = number;
    return 1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *octets, size_t count) {
    return fails(fd, "write") ? -1 : REAL(write)(fd, octets, count);
}
ssize_t pwrite(int fd, const void *octets, size_t count, off_t at) {
    return fails(fd, "write") ? -1 : REAL(pwrite)(fd, octets, count, at);
}
ssize_t pwrite64(int fd, const void *octets, size_t count, off64_t at) {
    return fails(fd, "write") ? -1 : REAL(pwrite64)(fd, octets, count, at);
}
int fsync(int fd) { return fails(fd, "sync") ? -1 : REAL(fsync)(fd); }
int fdatasync(int fd) { return fails(fd, "sync") ? -1 : REAL(fdatasync)(fd); }
