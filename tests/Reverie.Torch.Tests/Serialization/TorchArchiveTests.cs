using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Torch.Tests.Serialization;

public class TorchArchiveTests
{
    private static readonly JsonElement Expected =
        JsonDocument.Parse(File.ReadAllBytes(Repository.Golden("iris", "checkpoint", "checkpoint.json"))).RootElement;

    [Fact]
    public void LoadTensors_IrisStateDict_MatchesNamesShapesAndSums()
    {
        var tensors = TorchArchive.LoadTensors(Checkpoint("last.pt"));
        var expected = Expected.GetProperty("last.pt [name, dtype, shape, sum, abs_sum]").EnumerateArray().ToArray();

        Assert.Equal(expected.Select(entry => entry[0].GetString()), tensors.Keys);
        foreach (var entry in expected)
        {
            var tensor = tensors[entry[0].GetString()!];
            CheckSums(tensor, entry[1].GetString()!, entry[2], entry[3].GetDouble(), entry[4].GetDouble());
        }
    }

    [Fact]
    public void Load_IrisStateDict_KeepsTheMetadataAttribute()
    {
        var state = Assert.IsType<PickleDictionary>(TorchArchive.Load(Checkpoint("last.pt")));

        var metadata = Assert.IsType<PickleDictionary>(state.Attributes["_metadata"]);
        Assert.Equal(1L, Assert.IsType<PickleDictionary>(metadata["tokenizer"])["version"]);
    }

    [Fact]
    public void Load_IrisOptimizers_MatchesGroupsAndStates()
    {
        var root = Assert.IsType<PickleDictionary>(TorchArchive.Load(Checkpoint("optimizer.pt")));

        foreach (var expected in Expected.GetProperty("optimizer.pt").EnumerateObject())
        {
            var optimizer = root.Get<PickleDictionary>(expected.Name);
            var groups = optimizer.Get<List<object?>>("param_groups").Cast<PickleDictionary>().ToArray();
            foreach (var (group, golden) in groups.Zip(expected.Value.GetProperty("param_groups").EnumerateArray()))
            {
                Assert.Equal(golden.GetProperty("lr").GetDouble(), group["lr"]);
                Assert.Equal(golden.GetProperty("betas").EnumerateArray().Select(beta => (object)beta.GetDouble()), (object?[])group["betas"]!);
                Assert.Equal(golden.GetProperty("amsgrad").GetBoolean(), group["amsgrad"]);
                Assert.Null(group["foreach"]);
            }
            object?[] parameters = groups.SelectMany(group => group.Get<List<object?>>("params")).ToArray();
            Assert.Equal(expected.Value.GetProperty("index_to_name").GetArrayLength(), parameters.Length);
            CheckStates(optimizer.Get<PickleDictionary>("state"), expected.Value);
        }
    }

    [Fact]
    public void Load_IrisCounters_GivesIntegers()
    {
        Assert.Equal(Expected.GetProperty("epoch.pt").GetInt64(), TorchArchive.Load(Checkpoint("epoch.pt")));
        Assert.Equal(
            Expected.GetProperty("num_seen_episodes_test_dataset.pt").GetInt64(),
            TorchArchive.Load(Checkpoint("num_seen_episodes_test_dataset.pt")));
    }

    [Theory]
    [InlineData("0.pt")]
    [InlineData("1.pt")]
    public void LoadTensors_IrisEpisode_HonoursViewsOnLongerStorages(string name)
    {
        var tensors = TorchArchive.LoadTensors(Checkpoint(Path.Combine("dataset", name)));

        foreach (var expected in Expected.GetProperty("dataset").GetProperty(name).EnumerateObject())
        {
            var tensor = tensors[expected.Name];
            CheckSums(tensor, expected.Value.GetProperty("dtype")
                .GetString()!, expected.Value.GetProperty("shape"), expected.Value.GetProperty("sum").GetDouble(), null);
            if (expected.Value.GetProperty("values") is { ValueKind: JsonValueKind.Array } values)
                Assert.Equal(values.EnumerateArray().Select(Number), tensor.ToDouble(), (a, b) => Math.Abs(a - b) < 1e-6);
        }
    }

    [Fact]
    public void Load_TransposedView_IsMadeContiguous()
    {
        using var folder = new TemporaryFolder();
        new PickleBuilder().Tensor("IntStorage", "0", 8, 1, [3, 2], [1, 4]).Save(folder.In("x.pt"), ("0", Ints(0, 1, 2, 3, 4, 5, 6, 7)));

        var tensor = Assert.IsType<RawTensor>(TorchArchive.Load(folder.In("x.pt")));

        Assert.Equal([3L, 2L], tensor.Shape);
        Assert.Equal([1, 5, 2, 6, 3, 7], tensor.AsSpan<int>().ToArray());
    }

    [Fact]
    public void Load_PlainValues_GivesTheirDotNetCounterparts()
    {
        using var folder = new TemporaryFolder();
        new PickleBuilder().Op("](").Op('N').Raw(0x88, 0x89).Int(-3).Raw((byte)'K', 200).Raw((byte)'G', 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)
            .Text("größe").Raw(0x8a, 2, 0xff, 0x7f).Raw([0x8a, 9, .. new byte[8], 1]).Ints(1, 2).Op("}").Text("k").Int(5).Op("se").Save(folder.In("x.pt"));

        var list = Assert.IsType<List<object?>>(TorchArchive.Load(folder.In("x.pt")));

        Assert.Equal([null, true, false, -3L, 200L, 1.5, "größe", 32767L, BigInteger.One << 64], list[..9]);
        Assert.Equal([1L, 2L], (object?[])list[9]!);
        Assert.Equal(5L, ((PickleDictionary)list[10]!)["k"]);
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch", "load")]
    [InlineData("collections", "OrderedDict.__reduce__")]
    public void Load_ForeignGlobal_IsRefusedByName(string module, string name) =>
        Refused(new PickleBuilder().Global(module, name).Text("echo owned").Raw(0x85).Op('R'), $"refers to '{module}.{name}'");

    [Fact]
    public void Load_StackGlobal_IsRefusedByName() =>
        Refused(new PickleBuilder().Text("os").Text("system").Raw(0x93).Text("echo owned").Raw(0x85).Op('R'), "refers to 'os.system'");

    [Fact]
    public void Load_NewObject_IsRefused() => Refused(new PickleBuilder().Global("collections", "OrderedDict").Op(')').Raw(0x81), "0x81");

    [Fact]
    public void Load_DeepTuples_AreRefused() => Refused(new PickleBuilder().Op(')').Repeat("\u0085", 100_000), "nested deeper");

    [Fact]
    public void Load_DeepMarks_AreRefused() => Refused(new PickleBuilder().Repeat("(", 2_000_000), "nested deeper");

    [Fact]
    public void Load_DeepLists_AreRefused() => Refused(new PickleBuilder().Repeat("]", 100_000).Repeat("a", 99_999), "nested deeper");

    [Fact]
    public void Load_ListInItself_IsRefused() => Refused(new PickleBuilder().Op(']').Put(0).Get(0).Op('a'), "contains itself");

    [Fact]
    public void Load_MemoBomb_IsRefused()
    {
        var bomb = new PickleBuilder().Text("ha").Put(0);
        for (byte level = 0; level < 50; level++)
        {
            bomb.Op('(');
            for (int i = 0; i < 10; i++)
                bomb.Get(level);
            bomb.Op('t').Put((byte)(level + 1));
        }
        Refused(bomb, "unfolds");
    }

    [Fact]
    public void Load_ExpandedTensorBomb_IsRefused() =>
        Refused(new PickleBuilder().Tensor("FloatStorage", "0", 1, 0, [1 << 20, 1 << 10], [0, 0]), "far larger than the file", ("0", new byte[4]));

    [Theory]
    [InlineData(0, 9, 1)]
    [InlineData(5, 4, 1)]
    [InlineData(-1, 2, 1)]
    [InlineData(0, 2, -1)]
    [InlineData(0, 5, 2)]
    [InlineData(0, int.MaxValue, int.MaxValue)]
    public void Load_TensorOutsideItsStorage_IsRefused(int offset, int size, int stride) =>
        Refused(new PickleBuilder().Tensor("ByteStorage", "0", 8, offset, [size], [stride]), "outside its storage", ("0", new byte[8]));

    [Fact]
    public void Load_StorageOfAnotherLength_IsRefused() =>
        Refused(new PickleBuilder().Tensor("LongStorage", "0", 8, 0, [8], [1]), "8 bytes where 8 elements", ("0", new byte[8]));

    [Fact]
    public void Load_MissingStorage_IsRefused() => Refused(new PickleBuilder().Tensor("LongStorage", "../0", 1, 0, [1], [1]), "lacks its entry");

    [Fact]
    public void Load_RandomOperations_NeverFailOtherwise()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(7);
        string operations = "(.012BCGJKMNQRTUX]abcdehjlqrst)u}\u0080\u0085\u0086\u0087\u0088\u0089\u008a\u008c\u008d\u0093\u0094\u0095";
        for (int round = 0; round < 2000; round++)
        {
            var builder = new PickleBuilder();
            for (int i = 0; i < 30; i++)
                builder.Raw(random.Next(3) == 0 ? (byte)random.Next(5) : (byte)operations[random.Next(operations.Length)]);
            Survives(builder.Bytes, folder.In("x.pt"));
        }
    }

    [Fact]
    public void Load_EveryTruncationOfThePickle_IsRefused()
    {
        using var folder = new TemporaryFolder();
        byte[] pickle = new PickleBuilder().Tensor("ByteStorage", "0", 8, 0, [8], [1]).Bytes;
        for (int length = 0; length < pickle.Length; length++)
        {
            PickleBuilder.SaveZip(folder.In("x.pt"), CompressionLevel.NoCompression, ("data.pkl", pickle[..length]), ("data/0", new byte[8]));
            Assert.Throws<InvalidDataException>(() => TorchArchive.Load(folder.In("x.pt")));
            File.Delete(folder.In("x.pt"));
        }
    }

    [Fact]
    public void Load_TruncatedOrDamagedZip_IsRefused()
    {
        using var folder = new TemporaryFolder();
        byte[] intact = File.ReadAllBytes(Checkpoint(Path.Combine("dataset", "1.pt")));
        for (int length = 0; length < intact.Length; length += 7)
        {
            File.WriteAllBytes(folder.In("x.pt"), intact[..length]);
            Assert.Throws<InvalidDataException>(() => TorchArchive.Load(folder.In("x.pt")));
        }
        int firstReward = intact.AsSpan().IndexOf(MemoryMarshal.AsBytes<float>([0.890388668f]));
        intact[firstReward] ^= 1;
        File.WriteAllBytes(folder.In("x.pt"), intact);
        Assert.Contains("checksum", Assert.Throws<InvalidDataException>(() => TorchArchive.Load(folder.In("x.pt"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RandomDamage_NeverFailsOtherwise()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(11);
        byte[] intact = File.ReadAllBytes(Checkpoint(Path.Combine("dataset", "1.pt")));
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = (byte[])intact.Clone();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                // Half of the hits go to the directory at the end, where the zip reader is most easily upset.
                damaged[random.Next(random.Next(2) == 0 ? 0 : intact.Length - 600, intact.Length)] = (byte)random.Next(256);
            }
            File.WriteAllBytes(folder.In("x.pt"), damaged);
            LoadOrRefuse(folder.In("x.pt"));
        }
    }

    [Fact]
    public void Load_ForeignFormats_AreRefusedWithTheReason()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.In("old.pt"), [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9]);
        File.WriteAllText(folder.In("text.pt"), "hello");
        PickleBuilder.SaveZip(folder.In("squeezed.pt"), CompressionLevel.Optimal, ("data.pkl", new PickleBuilder().Text(new string('a', 10_000)).Bytes));
        PickleBuilder.SaveZip(folder.In("script.pt"), CompressionLevel.NoCompression, ("data.pkl", new PickleBuilder().Int(1).Bytes), ("code/model.py", [1]));
        PickleBuilder.SaveZip(folder.In("other.zip"), CompressionLevel.NoCompression, ("readme", [1]));

        Assert.Contains("before 1.6", Refusal(folder.In("old.pt")), StringComparison.Ordinal);
        Assert.Contains("no zip file", Refusal(folder.In("text.pt")), StringComparison.Ordinal);
        Assert.Contains("compressed", Refusal(folder.In("squeezed.pt")), StringComparison.Ordinal);
        Assert.Contains("TorchScript", Refusal(folder.In("script.pt")), StringComparison.Ordinal);
        Assert.Contains("data.pkl", Refusal(folder.In("other.zip")), StringComparison.Ordinal);
    }

    private static void Refused(PickleBuilder pickle, string reason, params (string Key, byte[] Data)[] storages)
    {
        using var folder = new TemporaryFolder();
        pickle.Save(folder.In("x.pt"), storages);
        Assert.Contains(reason, Refusal(folder.In("x.pt")), StringComparison.Ordinal);
    }

    private static string Refusal(string path)
    {
        string message = Assert.Throws<InvalidDataException>(() => TorchArchive.Load(path)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static void Survives(byte[] pickle, string path)
    {
        File.Delete(path);
        PickleBuilder.SaveZip(path, CompressionLevel.NoCompression, ("data.pkl", pickle));
        LoadOrRefuse(path);
    }

    private static void LoadOrRefuse(string path)
    {
        try
        {
            TorchArchive.Load(path);
        }
        catch (InvalidDataException)
        {
            // A refusal is the other right answer.
        }
    }

    // Each golden row: index, step, sum of exp_avg, of its magnitudes, and of exp_avg_sq.
    private static void CheckStates(PickleDictionary states, JsonElement expected)
    {
        var rows = expected.GetProperty("state [index, step, exp_avg_sum, exp_avg_abs_sum, exp_avg_sq_sum]").EnumerateArray().ToArray();
        Assert.Equal(rows.Select(row => (object)row[0].GetInt64()), states.Keys);
        foreach (var row in rows)
        {
            var state = states.Get<PickleDictionary>(row[0].GetInt64());
            double[] average = state.Get<RawTensor>("exp_avg").ToDouble();
            double magnitude = row[3].GetDouble();
            Assert.Equal(row[1].GetDouble(), Assert.Single(state.Get<RawTensor>("step").ToDouble()));
            Assert.Equal(row[2].GetDouble(), average.Sum(), 1e-8 * magnitude);
            Assert.Equal(magnitude, average.Sum(Math.Abs), 1e-8 * magnitude);
            Assert.Equal(row[4].GetDouble(), state.Get<RawTensor>("exp_avg_sq").ToDouble().Sum(), 1e-8 * row[4].GetDouble());
        }
    }

    private static void CheckSums(RawTensor tensor, string type, JsonElement shape, double sum, double? absoluteSum)
    {
        Assert.Equal(type, tensor.Type.ToString().ToLowerInvariant());
        Assert.Equal(shape.EnumerateArray().Select(size => size.GetInt64()), tensor.Shape);
        double[] values = tensor.ToDouble();
        Assert.Equal(sum, values.Sum(), 1e-8 * Math.Max(1, values.Sum(Math.Abs)));
        if (absoluteSum is { } absolute)
            Assert.Equal(absolute, values.Sum(Math.Abs), 1e-8 * Math.Max(1, absolute));
    }

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetDouble(),
    };

    private static byte[] Ints(params int[] values) => MemoryMarshal.AsBytes<int>(values).ToArray();

    private static string Checkpoint(string name) => Repository.Golden("iris", "checkpoint", "checkpoints", name);
}
