// What the processor can do at most, one line of JSON a measure: multiply-adds of floats without memory, and bytes read, on one and on two threads.
// gcc -O2 -march=native -pthread peak.c -o peak
#define _GNU_SOURCE
#include <immintrin.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { REPETITIONS = 7, CHAINS = 16 };
static const long Turns = 20 * 1000 * 1000, Doubles = 1L << 25;

typedef struct { int kind, processor; double seconds; const double *values; pthread_barrier_t *start; } Work;
static volatile float Sink;

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }

#if defined(__AVX512F__)
typedef __m512 Vector;
enum { Lanes = 16 };
static const char *Name = "fma_avx512_gflops";
#define SET _mm512_set1_ps
#define FMA _mm512_fmadd_ps
#else
typedef __m256 Vector;
enum { Lanes = 8 };
static const char *Name = "fma_avx2_gflops";
#define SET _mm256_set1_ps
#define FMA _mm256_fmadd_ps
#endif

static void multiply_add(void)
{
    Vector sums[CHAINS], x = SET(0.999f), y = SET(0.001f);
    for (int i = 0; i < CHAINS; i++) sums[i] = SET(i);
    for (long turn = 0; turn < Turns; turn++)
    {
#pragma GCC unroll 16
        for (int i = 0; i < CHAINS; i++) sums[i] = FMA(sums[i], x, y);
        __asm__ volatile("" ::: "memory");
    }
    float total = 0;
    for (int i = 0; i < CHAINS; i++) total += ((float *)&sums[i])[0];
    Sink = total;
}

static void read_all(const double *values)
{
    double a = 0, b = 0, c = 0, d = 0;
    for (long i = 0; i < Doubles; i += 32)
        for (int j = 0; j < 8; j++) { a += values[i + j]; b += values[i + 8 + j]; c += values[i + 16 + j]; d += values[i + 24 + j]; }
    Sink = (float)(a + b + c + d);
}

static void *run(void *argument)
{
    Work *work = argument;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(work->processor, &one);
    pthread_setaffinity_np(pthread_self(), sizeof one, &one);
    pthread_barrier_wait(work->start);
    double started = now();
    if (work->kind == 0) multiply_add(); else read_all(work->values);
    work->seconds = now() - started;
    return NULL;
}

static int ascending(const void *a, const void *b) { double x = *(const double *)a, y = *(const double *)b; return (x > y) - (x < y); }

static void measure(int kind, int threads, double *values[])
{
    double rates[REPETITIONS];
    for (int r = 0; r < REPETITIONS; r++)
    {
        pthread_t ids[2];
        Work works[2];
        pthread_barrier_t start;
        pthread_barrier_init(&start, NULL, threads);
        for (int t = 0; t < threads; t++)
        {
            works[t] = (Work){ kind, t, 0, values[t], &start };
            pthread_create(&ids[t], NULL, run, &works[t]);
        }
        double slowest = 0;
        for (int t = 0; t < threads; t++)
        {
            pthread_join(ids[t], NULL);
            if (works[t].seconds > slowest) slowest = works[t].seconds;
        }
        rates[r] = 1e-9 * threads * (kind == 0 ? 2.0 * Lanes * CHAINS * Turns : 8.0 * Doubles) / slowest;
    }
    qsort(rates, REPETITIONS, sizeof *rates, ascending);
    printf("{\"bench\": \"%s\", \"threads\": %d, \"median\": %.1f, \"best\": %.1f}\n", kind == 0 ? Name : "read_gbytes", threads, rates[REPETITIONS / 2], rates[REPETITIONS - 1]);
    fflush(stdout);
}

int main(void)
{
    double *values[2];
    for (int t = 0; t < 2; t++)
    {
        values[t] = aligned_alloc(64, Doubles * sizeof(double));
        for (long i = 0; i < Doubles; i++) values[t][i] = i;
    }
    for (int kind = 0; kind < 2; kind++)
        for (int threads = 1; threads <= 2; threads++) measure(kind, threads, values);
    return 0;
}
