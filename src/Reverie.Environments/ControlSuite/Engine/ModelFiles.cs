using System.Runtime.InteropServices;
using System.Text;

namespace Reverie.Environments.ControlSuite.Engine;

/// <summary>Model files in memory, for MuJoCo to read.</summary>
internal static unsafe class ModelFiles
{
    // MuJoCo reads one model at a time.
    private static readonly Lock Reading = new();

    /// <summary>Reads a model.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="files">Names and texts; the first is the model, which may include the others.</param>
    /// <returns>The address of the mjModel.</returns>
    /// <exception cref="ArgumentException">It is no model.</exception>
    public static void* Read(MuJoCo engine, params ReadOnlySpan<(string Name, string Text)> files)
    {
        const int ErrorLength = 1000;
        byte* error = stackalloc byte[ErrorLength];
        error[0] = 0;
        void* disk = NativeMemory.Alloc((nuint)engine.Layout.SizeOf("mjVFS"));
        try
        {
            lock (Reading)
            {
                engine.ClearFiles(disk);
                for (int i = 0; i < files.Length; i++)
                    Add(engine, disk, i, files[i].Name, Encoding.UTF8.GetBytes(files[i].Text));
                fixed (byte* name = Encoding.UTF8.GetBytes(files[0].Name + '\0'))
                {
                    void* model = engine.LoadXml(name, disk, error, ErrorLength);
                    engine.DeleteFiles(disk);
                    return model is not null ? model : throw new ArgumentException($"MuJoCo refuses the model {files[0].Name}: {OneLine(error)}");
                }
            }
        }
        finally
        {
            NativeMemory.Free(disk);
        }
    }

    private static string OneLine(byte* text) =>
        string.Join(' ', Marshal.PtrToStringUTF8((nint)text)!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Add(MuJoCo engine, void* disk, int index, string name, byte[] text)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(name + '\0'))
        {
            if (engine.AddFile(disk, bytes, text.Length) != 0)
                throw new ArgumentException($"MuJoCo takes no file named {name}.");
        }
        nint file = *((nint*)((byte*)disk + engine.Layout["mjVFS.filedata"].Offset) + index);
        Marshal.Copy(text, 0, file, text.Length);
    }
}
