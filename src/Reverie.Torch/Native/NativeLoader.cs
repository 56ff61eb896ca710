using System.Reflection;
using System.Runtime.InteropServices;

namespace Reverie.Torch.Native;

/// <summary>
/// Finds the bridge, prepares the process for libtorch on this processor, and loads both. Everything it tried is kept
/// for <c>reverie doctor</c>.
/// </summary>
internal static class NativeLoader
{
    private const string FileName = "libreverie_native.so";
    private static readonly Lock Gate = new();
    private static readonly List<string> TriedPaths = [];
    private static nint _bridge;
    private static TorchException? _failure;

    internal static IReadOnlyList<string> Tried => TriedPaths;

    internal static string? LoadedFrom { get; private set; }

    internal static BridgeRecord? Record { get; private set; }

    internal static void EnsureLoaded()
    {
        lock (Gate)
        {
            if (_bridge != 0)
                return;
            if (_failure is not null)
                throw _failure;
            try
            {
                ProcessTuning.Apply();
                _bridge = Load();
                NativeLibrary.SetDllImportResolver(
                    Assembly.GetExecutingAssembly(), (name, _, _) => name == "reverie_native" ? _bridge : 0);
                // One pool, as wide as the processors this process may use, unless the user says otherwise.
                bool chosen = Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is { Length: > 0 };
                int threads = chosen ? NativeMethods.rv_get_threads() : Environment.ProcessorCount;
                NativeMethods.Check(NativeMethods.rv_set_threads(threads), chosen ? "OMP_NUM_THREADS" : "threads");
            }
            catch (TorchException e)
            {
                _failure = e;
                throw;
            }
        }
    }

    private static nint Load()
    {
        foreach (string path in Candidates())
        {
            TriedPaths.Add(path);
            if (!File.Exists(path))
                continue;
            Record = BridgeRecord.ReadBeside(path);
            Record?.Verify();
            try
            {
                nint handle = NativeLibrary.Load(path);
                LoadedFrom = path;
                return handle;
            }
            catch (DllNotFoundException e)
            {
                throw new TorchException(
                    $"{path} does not load ({e.Message.Split('\n')[0].Trim()}); rebuild it with `./reverie build --native`, and see `./reverie doctor`.", e);
            }
        }
        throw new TorchException(
            $"The native bridge {FileName} was not found (tried {string.Join(", ", TriedPaths)}); run `./reverie build --native`, and see `./reverie doctor`.");
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("REVERIE_NATIVE") is { Length: > 0 } chosen)
        {
            yield return Directory.Exists(chosen) ? Path.Combine(chosen, FileName) : chosen;
            yield break;
        }
        yield return Path.Combine(AppContext.BaseDirectory, FileName);
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "native", "CMakeLists.txt")))
                yield return Path.Combine(folder.FullName, "native", "build", FileName);
        }
    }
}
