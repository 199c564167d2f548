namespace Kindred.Numerics.Kernels.Memory;

#pragma warning disable CA1001 // kept as long as its thread or job lives; the buffer frees itself then
/// <summary>Memory that grows as needed and is kept.</summary>
internal sealed unsafe class GrowingBuffer<T>
    where T : unmanaged
{
    private NativeBuffer<T>? _buffer;

    public T* Pointer => _buffer is null ? null : _buffer.Pointer;

    public void Reserve(long length)
    {
        if (length <= (_buffer?.Length ?? 0))
            return;
        _buffer?.Dispose();
        _buffer = new NativeBuffer<T>(length);
    }
}
#pragma warning restore CA1001
