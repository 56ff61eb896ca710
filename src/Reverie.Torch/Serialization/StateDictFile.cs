namespace Reverie.Torch.Serialization;

/// <summary>Weights by name from a file, whichever of the two formats it has.</summary>
public static class StateDictFile
{
    /// <summary>Reads every tensor of a .safetensors file, or of a .pt / .pth file that holds a <c>state_dict</c>.</summary>
    /// <param name="path">The file; its first bytes tell the format, not its name.</param>
    /// <param name="prefix">Only names that begin so, and without it: <c>tokenizer.</c></param>
    /// <returns>Tensors on the CPU, in the current <see cref="TensorScope"/>.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or of another format.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Dictionary<string, Tensor> Load(string path, string prefix = "")
    {
        var tensors = new Dictionary<string, Tensor>();
        if (IsZip(path))
        {
            foreach (var (name, raw) in TorchArchive.LoadTensors(path))
                Add(name, () => raw);
        }
        else
        {
            using var file = SafeTensorsFile.Open(path);
            foreach (string name in file.Names)
                Add(name, () => file.Read(name));
        }
        return tensors;

        void Add(string name, Func<RawTensor> read)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                tensors.Add(name[prefix.Length..], ToTensor(read()));
        }
    }

    /// <summary>The free texts of a .safetensors file; none in a .pt file.</summary>
    /// <param name="path">The file.</param>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static IReadOnlyDictionary<string, string> LoadMetadata(string path)
    {
        if (IsZip(path))
            return new Dictionary<string, string>();
        using var file = SafeTensorsFile.Open(path);
        return file.Metadata;
    }

    /// <summary>Writes named tensors as .safetensors.</summary>
    public static void Save(Stream stream, IEnumerable<(string Name, Tensor Tensor)> tensors) =>
        SafeTensorsWriter.Write(stream, tensors.Select(entry => (entry.Name, entry.Tensor.ToRaw())));

    /// <summary>A copy of a tensor's elements.</summary>
    public static RawTensor ToRaw(this Tensor tensor) => new(tensor.DType, tensor.Shape.ToArray(), tensor.ToBytes());

    /// <summary>A tensor of the engine with a copy of the data.</summary>
    public static Tensor ToTensor(this RawTensor raw) => Tensor.From(raw.Data.Span, raw.Shape, raw.Type);

    private static bool IsZip(string path)
    {
        OrdinaryFile.RefuseSpecial(path);
        Span<byte> start = stackalloc byte[2];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == 2 && start.SequenceEqual("PK"u8);
    }
}
