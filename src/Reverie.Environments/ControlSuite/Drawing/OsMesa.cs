using System.Runtime.InteropServices;

namespace Reverie.Environments.ControlSuite.Drawing;

/// <summary>Mesa's drawing in software, into memory.</summary>
internal sealed unsafe class OsMesa : OpenGL
{
    private const int Format = 0x22, Rgba = 0x1908, DepthBits = 0x30, StencilBits = 0x31, AccumulationBits = 0x32, Profile = 0x33, Compatible = 0x35;
    private const int UnsignedByte = 0x1401;

    private readonly delegate* unmanaged<void*, void*, int, int, int, int> _makeCurrent;
    private readonly delegate* unmanaged<void*, void> _destroy;
    private readonly int _side;
    private void* _context, _buffer;

    private OsMesa(nint library, int side)
    {
        _side = side;
        _makeCurrent = (delegate* unmanaged<void*, void*, int, int, int, int>)NativeLibrary.GetExport(library, "OSMesaMakeCurrent");
        _destroy = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(library, "OSMesaDestroyContext");
        int* wanted = stackalloc int[] { Format, Rgba, DepthBits, 24, StencilBits, 8, AccumulationBits, 0, Profile, Compatible, 0, 0 };
        _context = ((delegate* unmanaged<int*, void*, void*>)NativeLibrary.GetExport(library, "OSMesaCreateContextAttribs"))(wanted, null);
        _buffer = NativeMemory.Alloc((nuint)(side * side), 4);
    }

    public static OsMesa? TryCreate(int side)
    {
        foreach (string name in (string[])["libOSMesa.so.8", "libOSMesa.so.6"])
        {
            if (!NativeLibrary.TryLoad(name, out nint library))
                continue;
            var created = new OsMesa(library, side);
            if (created._context is not null)
                return created;
            created.Dispose();
        }
        return null;
    }

    public override void Enter() => _makeCurrent(_context, _buffer, UnsignedByte, _side, _side);

    public override void Leave() => _makeCurrent(null, null, UnsignedByte, 0, 0);

    public override void Dispose()
    {
        if (_context is not null)
            _destroy(_context);
        NativeMemory.Free(_buffer);
        _context = _buffer = null;
    }
}
