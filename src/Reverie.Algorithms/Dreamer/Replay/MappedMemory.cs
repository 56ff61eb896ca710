using System.IO.MemoryMappedFiles;

namespace Reverie.Algorithms.Dreamer.Replay;

/// <summary>Bytes of a file, of which the system keeps in memory what it has room for. The file goes when it is disposed of.</summary>
internal sealed unsafe class MappedMemory : IRowMemory
{
    private readonly int _size;
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <param name="path">A new file.</param>
    /// <param name="size">Bytes.</param>
    public MappedMemory(string path, int size)
    {
        (_path, _size) = (path, size);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, size);
        _view = _file.CreateViewAccessor(0, size);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public Span<byte> Bytes => new(_start, _size);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
