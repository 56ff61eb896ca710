using System.Runtime.InteropServices;

namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>
/// The physics engine MuJoCo as Debian packages it, found by name when it is first needed. Its warnings stay in the data, and nothing
/// that it says goes to a log file.
/// </summary>
internal sealed unsafe class MuJoCo
{
    /// <summary>How it is installed.</summary>
    public const string Remedy = "apt-get install libmujoco2.2.2 on Debian 12 or 13";

    private static readonly Lazy<MuJoCo> Shared = new(() => new("libmujoco.so.2.2.2", "libmujoco.so"));

    private readonly nint _library;

    /// <param name="names">File names to look for, the first one found is taken.</param>
    /// <exception cref="MuJoCoMissingException">None is there, or it is of a version whose layout is unknown.</exception>
    internal MuJoCo(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out _library))
                break;
        }
        if (_library == 0)
            throw new MuJoCoMissingException($"The Control Suite needs the physics engine MuJoCo 2.2.2, which is not installed: {Remedy}.");
        Layout = MuJoCoLayout.Of(((delegate* unmanaged<int>)Export("mj_version"))());
        *(nint*)Export("mju_user_error") = (nint)(delegate* unmanaged<byte*, void>)&EndForError;
        *(nint*)Export("mju_user_warning") = (nint)(delegate* unmanaged<byte*, void>)&IgnoreWarning;
        LoadXml = (delegate* unmanaged<byte*, void*, byte*, int, void*>)Export("mj_loadXML");
        ClearFiles = (delegate* unmanaged<void*, void>)Export("mj_defaultVFS");
        AddFile = (delegate* unmanaged<void*, byte*, int, int>)Export("mj_makeEmptyFileVFS");
        DeleteFiles = (delegate* unmanaged<void*, void>)Export("mj_deleteVFS");
        DeleteModel = (delegate* unmanaged<void*, void>)Export("mj_deleteModel");
        MakeData = (delegate* unmanaged<void*, void*>)Export("mj_makeData");
        DeleteData = (delegate* unmanaged<void*, void>)Export("mj_deleteData");
        ResetData = (delegate* unmanaged<void*, void*, void>)Export("mj_resetData");
        Forward = (delegate* unmanaged<void*, void*, void>)Export("mj_forward");
        Step = (delegate* unmanaged<void*, void*, void>)Export("mj_step");
        Step1 = (delegate* unmanaged<void*, void*, void>)Export("mj_step1");
        Step2 = (delegate* unmanaged<void*, void*, void>)Export("mj_step2");
        NameToId = (delegate* unmanaged<void*, int, byte*, int>)Export("mj_name2id");
    }

    /// <summary>The engine of this process.</summary>
    /// <exception cref="MuJoCoMissingException">It is not there.</exception>
    public static MuJoCo Instance => Shared.Value;

    public MuJoCoLayout Layout { get; }

    // Named after MuJoCo's functions; a model is its mjModel*, data its mjData*.
    public delegate* unmanaged<byte*, void*, byte*, int, void*> LoadXml { get; }

    public delegate* unmanaged<void*, void> ClearFiles { get; }

    public delegate* unmanaged<void*, byte*, int, int> AddFile { get; }

    public delegate* unmanaged<void*, void> DeleteFiles { get; }

    public delegate* unmanaged<void*, void> DeleteModel { get; }

    public delegate* unmanaged<void*, void*> MakeData { get; }

    public delegate* unmanaged<void*, void> DeleteData { get; }

    public delegate* unmanaged<void*, void*, void> ResetData { get; }

    public delegate* unmanaged<void*, void*, void> Forward { get; }

    public delegate* unmanaged<void*, void*, void> Step { get; }

    public delegate* unmanaged<void*, void*, void> Step1 { get; }

    public delegate* unmanaged<void*, void*, void> Step2 { get; }

    public delegate* unmanaged<void*, int, byte*, int> NameToId { get; }

    /// <summary>The address of what the library exports under a name.</summary>
    public nint Export(string name) => NativeLibrary.GetExport(_library, name);

    /// <summary>
    /// MuJoCo must not go on after an error, and no exception can pass its frames. Arguments are checked before it is called, so that
    /// only a defect leads here; then the process ends at once, with the reason, where MuJoCo itself would wait for a key.
    /// </summary>
    [UnmanagedCallersOnly]
    private static void EndForError(byte* message) => System.Environment.FailFast($"MuJoCo cannot go on: {Marshal.PtrToStringUTF8((nint)message)}");

    /// <summary>They are counted in the data, where <see cref="Physics"/> reads them.</summary>
    [UnmanagedCallersOnly]
    private static void IgnoreWarning(byte* message)
    {
    }
}
