using System.Runtime.InteropServices;

namespace Reverie.Environments.ControlSuite.Drawing;

/// <summary>EGL on the first device that answers, without a surface.</summary>
internal sealed unsafe class Egl : OpenGL
{
    private const int PlatformDevice = 0x313F, OpenGLApi = 0x30A2, None = 0x3038, Devices = 32;

    private readonly delegate* unmanaged<void*, void*, void*, void*, int> _makeCurrent;
    private readonly delegate* unmanaged<void*, void*, int> _destroy;
    private readonly delegate* unmanaged<int, int> _bind;
    private readonly void* _display;
    private void* _context;

    private Egl(nint library, void* display)
    {
        _display = display;
        _makeCurrent = (delegate* unmanaged<void*, void*, void*, void*, int>)NativeLibrary.GetExport(library, "eglMakeCurrent");
        _destroy = (delegate* unmanaged<void*, void*, int>)NativeLibrary.GetExport(library, "eglDestroyContext");
        _bind = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "eglBindAPI");
        // A buffer in memory, RGBA of 8 bits, depth 24, stencil 8, to be drawn by OpenGL.
        int* wanted = stackalloc int[]
        {
            0x3033, 0x0001, 0x3024, 8, 0x3023, 8, 0x3022, 8, 0x3021, 8, 0x3025, 24, 0x3026, 8, 0x303F, 0x308E, 0x3040, 0x0008, None,
        };
        void* config = null;
        int count = 0;
        var choose = (delegate* unmanaged<void*, int*, void**, int, int*, int>)NativeLibrary.GetExport(library, "eglChooseConfig");
        if (choose(display, wanted, &config, 1, &count) == 0 || count == 0 || _bind(OpenGLApi) == 0)
            return;
        _context = ((delegate* unmanaged<void*, void*, void*, int*, void*>)NativeLibrary.GetExport(library, "eglCreateContext"))(display, config, null, null);
    }

    public static Egl? TryCreate()
    {
        if (!NativeLibrary.TryLoad("libEGL.so.1", out nint library))
            return null;
        foreach (nint display in Displays(library))
        {
            var created = new Egl(library, (void*)display);
            if (created._context is not null && created.TryEnter())
            {
                created.Leave();
                return created;
            }
            created.Dispose();
        }
        // MuJoCo looks among the loaded libraries for the one to draw with.
        NativeLibrary.Free(library);
        return null;
    }

    public override void Enter() => TryEnter();

    public override void Leave() => _makeCurrent(_display, null, null, null);

    public override void Dispose()
    {
        if (_context is not null)
            _ = _destroy(_display, _context);
        _context = null;
    }

    private bool TryEnter() => _bind(OpenGLApi) != 0 && _makeCurrent(_display, null, null, _context) != 0;

    /// <summary>The displays of all devices that start.</summary>
    private static List<nint> Displays(nint library)
    {
        var found = new List<nint>();
        var find = (delegate* unmanaged<byte*, void*>)NativeLibrary.GetExport(library, "eglGetProcAddress");
        delegate* unmanaged<int, void**, int*, int> devices;
        delegate* unmanaged<int, void*, int*, void*> display;
        fixed (byte* query = "eglQueryDevicesEXT"u8, platform = "eglGetPlatformDisplayEXT"u8)
        {
            devices = (delegate* unmanaged<int, void**, int*, int>)find(query);
            display = (delegate* unmanaged<int, void*, int*, void*>)find(platform);
        }
        if (devices is null || display is null)
            return found;
        var start = (delegate* unmanaged<void*, int*, int*, int>)NativeLibrary.GetExport(library, "eglInitialize");
        void** all = stackalloc void*[Devices];
        int count = 0;
        if (devices(Devices, all, &count) == 0)
            return found;
        for (int i = 0; i < count; i++)
        {
            void* one = display(PlatformDevice, all[i], null);
            if (one is not null && start(one, null, null) != 0)
                found.Add((nint)one);
        }
        return found;
    }
}
