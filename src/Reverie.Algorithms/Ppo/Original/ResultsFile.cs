using System.Globalization;
using System.Text;

namespace Reverie.Algorithms.Ppo.Original;

/// <summary>The founding project's results: the returns of all episodes as an array for NumPy.</summary>
internal static class ResultsFile
{
    private const int Alignment = 64, PreambleLength = 10;

    /// <summary>Writes a .npy file, version 1.0, of doubles.</summary>
    internal static void Write(string path, IReadOnlyList<double> returns)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string header = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f8', 'fortran_order': False, 'shape': ({returns.Count},), }}");
        int length = PreambleLength + header.Length + 1;
        header += new string(' ', (Alignment - (length % Alignment)) % Alignment) + '\n';
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write([0x93, .. "NUMPY"u8, 1, 0]);
        writer.Write((ushort)header.Length);
        writer.Write(Encoding.ASCII.GetBytes(header));
        foreach (double one in returns)
            writer.Write(one);
    }
}
