using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>Copies of operands in the order in which the micro-kernels read them.</summary>
internal static unsafe class GemmPanels
{
    /// <summary>target[p·width + r] ← source[r·outerStep + p·termStep] for r below <paramref name="count"/>, 0 for the rest of the width.</summary>
    /// <remarks>One of the two steps is 1.</remarks>
    public static void Pack<T>(T* source, nint outerStep, nint termStep, int count, int width, int terms, T* target)
        where T : unmanaged
    {
        Debug.Assert(outerStep == 1 || termStep == 1 || count == 1 || terms == 1);
        if (outerStep == 1)
            Copy(source, termStep, count, width, terms, target);
        else if (typeof(T) == typeof(float) && termStep == 1 && Avx.IsSupported)
            Transpose((float*)source, outerStep, count, width, terms, (float*)target);
        else
            Gather(source, outerStep, termStep, count, width, terms, target);
        for (var r = count; r < width; r++)
            Clear(target + r, width, terms);
    }

    /// <summary>target[r·targetStep + j] ← source[r·sourceStep + j] (+ target[r·targetStep + j]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack<T>(T* source, nint sourceStep, int rows, int columns, T* target, nint targetStep, bool add)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        var last = columns - Vector128<T>.Count;
        for (var r = 0; r < rows; r++, source += sourceStep, target += targetStep)
        {
            if (last < 0)
            {
                for (var j = 0; j < columns; j++)
                    target[j] = add ? source[j] + target[j] : source[j];
                continue;
            }

            // the last vector may overlap the one before it, so its sum is taken before anything is stored
            var end = add ? Vector128.Load(source + last) + Vector128.Load(target + last) : Vector128.Load(source + last);
            for (var j = 0; j < last; j += Vector128<T>.Count)
                (add ? Vector128.Load(source + j) + Vector128.Load(target + j) : Vector128.Load(source + j)).Store(target + j);
            end.Store(target + last);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy<T>(T* source, nint termStep, int count, int width, int terms, T* target)
        where T : unmanaged
    {
        for (var p = 0; p < terms; p++, source += termStep, target += width)
        {
            var r = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; r <= count - Vector512<T>.Count; r += Vector512<T>.Count)
                    Vector512.Load(source + r).Store(target + r);
            }

            for (; Vector256.IsHardwareAccelerated && r <= count - Vector256<T>.Count; r += Vector256<T>.Count)
                Vector256.Load(source + r).Store(target + r);
            for (; r <= count - Vector128<T>.Count; r += Vector128<T>.Count)
                Vector128.Load(source + r).Store(target + r);
            for (; r < count; r++)
                target[r] = source[r];
        }
    }

    private static void Transpose(float* source, nint outerStep, int count, int width, int terms, float* target)
    {
        var r = 0;
        for (; r + 8 <= count; r += 8)
            TransposeRows8(source + (r * outerStep), outerStep, terms, target + r, width);
        for (; r + 4 <= count; r += 4)
            TransposeRows4(source + (r * outerStep), outerStep, terms, target + r, width);
        Gather(source + (r * outerStep), outerStep, 1, count - r, width, terms, target + r);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRows8(float* source, nint outerStep, int terms, float* target, nint width)
    {
        var p = 0;
        for (; p + 4 <= terms; p += 4, source += 4, target += 4 * width)
        {
            // rows i and i + 4 share a vector from the start, so that no step crosses its halves
            var lower = source + (4 * outerStep);
            var r0 = Vector256.Create(Vector128.Load(source), Vector128.Load(lower));
            var r1 = Vector256.Create(Vector128.Load(source + outerStep), Vector128.Load(lower + outerStep));
            var r2 = Vector256.Create(Vector128.Load(source + (2 * outerStep)), Vector128.Load(lower + (2 * outerStep)));
            var r3 = Vector256.Create(Vector128.Load(source + (3 * outerStep)), Vector128.Load(lower + (3 * outerStep)));
            var (t0, t1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
            var (t2, t3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
            Avx.Shuffle(t0, t2, 0x44).Store(target);
            Avx.Shuffle(t0, t2, 0xEE).Store(target + width);
            Avx.Shuffle(t1, t3, 0x44).Store(target + (2 * width));
            Avx.Shuffle(t1, t3, 0xEE).Store(target + (3 * width));
        }

        Gather(source, outerStep, 1, 8, width, terms - p, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeRows4(float* source, nint outerStep, int terms, float* target, nint width)
    {
        var p = 0;
        for (; p + 4 <= terms; p += 4, source += 4, target += 4 * width)
        {
            var (r0, r1) = (Vector128.Load(source), Vector128.Load(source + outerStep));
            var (r2, r3) = (Vector128.Load(source + (2 * outerStep)), Vector128.Load(source + (3 * outerStep)));
            var (t0, t1) = (Sse.UnpackLow(r0, r1), Sse.UnpackHigh(r0, r1));
            var (t2, t3) = (Sse.UnpackLow(r2, r3), Sse.UnpackHigh(r2, r3));
            Sse.Shuffle(t0, t2, 0x44).Store(target);
            Sse.Shuffle(t0, t2, 0xEE).Store(target + width);
            Sse.Shuffle(t1, t3, 0x44).Store(target + (2 * width));
            Sse.Shuffle(t1, t3, 0xEE).Store(target + (3 * width));
        }

        Gather(source, outerStep, 1, 4, width, terms - p, target);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather<T>(T* source, nint outerStep, nint termStep, int count, nint width, int terms, T* target)
        where T : unmanaged
    {
        for (var r = 0; r < count; r++)
        {
            var (from, to) = ((nint)(source + (r * outerStep)), (nint)(target + r));
            for (var p = 0; p < terms; p++, from += termStep * sizeof(T), to += width * sizeof(T))
                *(T*)to = *(T*)from;
        }
    }

    private static void Clear<T>(T* target, nint width, int terms)
        where T : unmanaged
    {
        for (var p = 0; p < terms; p++)
            target[p * width] = default;
    }
}
