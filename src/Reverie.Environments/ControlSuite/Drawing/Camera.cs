using System.Runtime.InteropServices;
using Reverie.Environments.ControlSuite.Engine;

namespace Reverie.Environments.ControlSuite.Drawing;

/// <summary>
/// Takes pictures of one size with one camera of a model. It has a model of its own, with lights and textures, and looks at the state of
/// another of the same bodies.
/// </summary>
internal sealed unsafe class Camera : IDisposable
{
    private const int FixedCamera = 2, AllGeoms = 7, OffScreen = 1, FontScale = 150, MaxGeoms = 1000, ShadowFlag = 0;

    // What a task may change in its model so that it looks different.
    private static readonly string[] Sizes = ["geom_size", "site_size"];

    // MuJoCo finds OpenGL's functions once for all contexts.
    private static readonly Lock Making = new();

    private readonly MuJoCo _engine = MuJoCo.Instance;
    private readonly Physics _state, _model;
    private readonly OpenGL _gl;
    private readonly Rectangle _view;
    private readonly byte[] _rows;
    private readonly (PhysicsNumbers From, PhysicsNumbers To)[] _sizes;
    private readonly delegate* unmanaged<void*, void*, void*, void*, void*, int, void*, void> _update;
    private readonly delegate* unmanaged<Rectangle, void*, void*, void> _render;
    private readonly delegate* unmanaged<byte*, float*, Rectangle, void*, void> _read;
    private void* _context, _scene, _camera, _option;

    /// <param name="state">What is drawn.</param>
    /// <param name="load">Loads the model with lights and textures.</param>
    /// <param name="camera">Number of the camera in the model.</param>
    /// <param name="size">Rows and columns of the pictures.</param>
    /// <param name="quality">How finely is drawn.</param>
    /// <exception cref="MuJoCoMissingException">There is no OpenGL without a screen.</exception>
    /// <exception cref="ArgumentException">The model has no such camera.</exception>
    public Camera(Physics state, Func<Physics> load, int camera, (int Rows, int Columns) size, PictureQuality quality)
    {
        int cameras = state.Size("ncam");
        if (camera < 0 || camera >= cameras)
            throw new ArgumentException($"There is no camera {camera}: use 0 to {cameras - 1}.");
        _gl = OpenGL.Create(System.Environment.GetEnvironmentVariable(OpenGL.Choice), Math.Max(size.Rows, size.Columns));
        (_state, _model) = (state, load());
        _view = new(0, 0, size.Columns, size.Rows);
        _rows = new byte[3 * size.Rows * size.Columns];
        _sizes = [.. Sizes.Select(field => (state.Numbers(field), _model.Numbers(field)))];
        Set("global.offwidth", size.Columns);
        Set("global.offheight", size.Rows);
        Set("quality.shadowsize", quality == PictureQuality.Full ? 2048 : 256);
        Set("quality.offsamples", quality == PictureQuality.Full ? 4 : 0);
        _update = (delegate* unmanaged<void*, void*, void*, void*, void*, int, void*, void>)_engine.Export("mjv_updateScene");
        _render = (delegate* unmanaged<Rectangle, void*, void*, void>)_engine.Export("mjr_render");
        _read = (delegate* unmanaged<byte*, float*, Rectangle, void*, void>)_engine.Export("mjr_readPixels");
        _context = Make("mjrContext", "mjr_defaultContext");
        _scene = Make("mjvScene", "mjv_defaultScene");
        _camera = Make("mjvCamera", "mjv_defaultCamera");
        _option = Make("mjvOption", "mjv_defaultOption");
        *(int*)((byte*)_camera + _engine.Layout["mjvCamera.type"].Offset) = FixedCamera;
        *(int*)((byte*)_camera + _engine.Layout["mjvCamera.fixedcamid"].Offset) = camera;
        ((delegate* unmanaged<void*, void*, int, void>)_engine.Export("mjv_makeScene"))(_model.Model, _scene, MaxGeoms);
        ((byte*)_scene + _engine.Layout["mjvScene.flags"].Offset)[ShadowFlag] = (byte)(quality == PictureQuality.Plain ? 0 : 1);
        lock (Making)
        {
            _gl.Enter();
            ((delegate* unmanaged<void*, void*, int, void>)_engine.Export("mjr_makeContext"))(_model.Model, _context, FontScale);
            ((delegate* unmanaged<int, void*, void>)_engine.Export("mjr_setBuffer"))(OffScreen, _context);
            _gl.Leave();
        }
    }

    /// <summary>Draws the present state.</summary>
    /// <param name="image">[rows, columns, 3], the uppermost row first.</param>
    public void Take(Span<byte> image)
    {
        void* data = _state.Data;
        foreach (var (from, to) in _sizes)
            from.Span.CopyTo(to.Span);
        _gl.Enter();
        _update(_model.Model, data, _option, null, _camera, AllGeoms, _scene);
        _render(_view, _scene, _context);
        fixed (byte* rows = _rows)
            _read(rows, null, _view, _context);
        _gl.Leave();
        int stride = 3 * _view.Width;
        // OpenGL begins at the bottom.
        for (int row = 0; row < _view.Height; row++)
            _rows.AsSpan((_view.Height - 1 - row) * stride, stride).CopyTo(image[(row * stride)..]);
        GC.KeepAlive(_state);
    }

    public void Dispose()
    {
        if (_context is null)
            return;
        lock (Making)
        {
            _gl.Enter();
            ((delegate* unmanaged<void*, void>)_engine.Export("mjr_freeContext"))(_context);
            _gl.Leave();
            _gl.Dispose();
        }
        ((delegate* unmanaged<void*, void>)_engine.Export("mjv_freeScene"))(_scene);
        foreach (nint structure in (ReadOnlySpan<nint>)[(nint)_context, (nint)_scene, (nint)_camera, (nint)_option])
            NativeMemory.Free((void*)structure);
        _context = _scene = _camera = _option = null;
        _model.Dispose();
    }

    private void* Make(string structure, string fill)
    {
        void* made = NativeMemory.AllocZeroed((nuint)_engine.Layout.SizeOf(structure));
        ((delegate* unmanaged<void*, void>)_engine.Export(fill))(made);
        return made;
    }

    private void Set(string field, int value) =>
        *(int*)((byte*)_model.Model + _engine.Layout["mjModel.vis"].Offset + _engine.Layout[$"mjVisual.vis.{field}"].Offset) = value;

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Rectangle(int Left, int Bottom, int Width, int Height);
}
