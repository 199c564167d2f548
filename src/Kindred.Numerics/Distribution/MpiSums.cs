using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kindred.Numerics.Distribution;

/// <summary>Sums whose values are on their way while this process computes: a few parts at a time, added as soon as those of all processes are there.</summary>
/// <remarks>All processes begin the same parts in the same order, and messages from one to another are met in the order in which they were sent, so parts need no numbers. No thread of its own sends them, which would take a core from
/// the computation: MPI moves what is on its way whenever it is called, and a backward pass calls behind every operation.</remarks>
internal sealed unsafe class MpiSums : ISlicedSums
{
    private const int Tag = 1;             // other messages have 0
    private const int MostUnderWay = 4;    // parts
    private const int MostPart = 1 << 17;  // values of a slice; added while they lie in the cache
    private const int MostReceived = 1 << 20;

    private readonly MpiLibrary _mpi;
    private readonly int _rank, _size, _partLength;
    private readonly Queue<Part> _waiting = new();
    private readonly Queue<Part> _underWay = new();
    private readonly Stack<Room> _rooms = new();

    public MpiSums(MpiLibrary mpi, int rank, int size)
    {
        (_mpi, _rank, _size, _partLength) = (mpi, rank, size, Math.Min(MostPart, MostReceived / size));
        for (var i = 0; i < MostUnderWay; i++)
            _rooms.Push(new Room(_partLength * size, 2 * (size - 1)));
    }

    public void Begin(float* values, int length)
    {
        var slice = Exchanges.SliceOf(length, 0, _size).End;  // the first has the most
        for (var start = 0; start < slice; start += _partLength)
            _waiting.Enqueue(new Part(values, length, start));
        Progress();
    }

    public void Progress()
    {
        while (true)
        {
            Send();
            if (_underWay.Count == 0 || !HasArrived(_underWay.Peek().Room!))
                return;
            Add(_underWay.Dequeue());
        }
    }

    public void Finish()
    {
        for (Send(); _underWay.Count > 0; Send())
        {
            var requests = _underWay.Peek().Room!.Requests;
            MpiLibrary.Require(_mpi.WaitAll(requests.Length, Pointer(requests), null), "MPI_Waitall");
            Add(_underWay.Dequeue());
        }
    }

    private static T* Pointer<T>(T[] pinned)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    private bool HasArrived(Room room)
    {
        int all;
        MpiLibrary.Require(_mpi.TestAll(room.Requests.Length, Pointer(room.Requests), &all, null), "MPI_Testall");
        return all != 0;
    }

    private void Send()
    {
        while (_waiting.Count > 0 && _rooms.TryPop(out var room))
        {
            var part = _waiting.Dequeue() with { Room = room };
            var request = Pointer(room.Requests);
            var received = Pointer(room.Values);
            for (var step = 1; step < _size; step++)
            {
                var (to, from) = ((_rank + step) % _size, (_rank + _size - step) % _size);
                var sent = ValuesOf(part, to);
                MpiLibrary.Require(
                    _mpi.BeginReceive(received + ((long)from * _partLength), ValuesOf(part, _rank).Length, _mpi.Floats, from, Tag, _mpi.World, request++), "MPI_Irecv");
                MpiLibrary.Require(
                    _mpi.BeginSend(Unsafe.AsPointer(ref MemoryMarshal.GetReference(sent)), sent.Length, _mpi.Floats, to, Tag, _mpi.World, request++), "MPI_Isend");
            }

            _underWay.Enqueue(part);
        }
    }

    private void Add(Part part)
    {
        Exchanges.AddInOrder(ValuesOf(part, _rank), part.Room!.Values, _partLength, _rank, _size);
        _rooms.Push(part.Room!);
    }

    private Span<float> ValuesOf(Part part, int rank) => Exchanges.PartOf(new Span<float>(part.Values, part.Length), rank, _size, part.Start, _partLength);

    /// <summary>Where values of all processes come in, and what MPI knows the messages by.</summary>
    private sealed class Room(int values, int requests)
    {
        public float[] Values { get; } = GC.AllocateUninitializedArray<float>(values, pinned: true);

        public nint[] Requests { get; } = GC.AllocateArray<nint>(requests, pinned: true);
    }

    /// <summary>Of each slice of an array the values from a place on, as many as are sent at once.</summary>
    private readonly struct Part(float* values, int length, int start)
    {
        public float* Values { get; } = values;

        public int Length { get; } = length;

        public int Start { get; } = start;

        public Room? Room { get; init; }
    }
}
