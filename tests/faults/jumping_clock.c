/* A clock that jumps: the file named by JUMPING_CLOCK holds so many seconds to add to the time of day. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t which, struct timespec *now) {
    char said[32] = {0};
    int file, found = ((__typeof__(&clock_gettime))dlsym(RTLD_NEXT, "clock_gettime"))(which, now);
    if (found || which != CLOCK_REALTIME || (file = open(getenv("JUMPING_CLOCK"), O_RDONLY)) < 0) return found;
    if (read(file, said, sizeof said - 1) > 0) now->tv_sec += atol(said);
    close(file);
    return found;
}
