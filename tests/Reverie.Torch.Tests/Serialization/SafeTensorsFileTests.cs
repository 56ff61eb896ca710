using System.Globalization;
using System.Text;
using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Torch.Tests.Serialization;

public class SafeTensorsFileTests
{
    private static readonly JsonElement Expected =
        JsonDocument.Parse(File.ReadAllBytes(Repository.Golden("seqmodels", "safetensors", "expected.json"))).RootElement;

    public static TheoryData<string> ValidFiles => [.. Expected.GetProperty("valid").EnumerateObject().Select(file => file.Name)];

    public static TheoryData<string> InvalidFiles => [.. Expected.GetProperty("invalid").EnumerateArray().Select(file => file.GetString()!)];

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Read_ValidFile_GivesEveryTensor(string name)
    {
        using var file = SafeTensorsFile.Open(Golden(name));
        var tensors = Expected.GetProperty("valid").GetProperty(name);

        Assert.Equal(tensors.EnumerateObject().Select(tensor => tensor.Name).Order(), file.Names.Order());
        foreach (var tensor in tensors.EnumerateObject())
        {
            var raw = file.Read(tensor.Name);
            Assert.Equal(TypeNamed(tensor.Value.GetProperty("dtype").GetString()!), raw.Type);
            Assert.Equal(tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), raw.Shape);
            var values = tensor.Value.GetProperty("values").EnumerateArray().ToArray();
            if (raw.Type == ScalarType.Int64)
                Assert.Equal(values.Select(value => value.GetInt64()), raw.AsSpan<long>().ToArray());
            else
                Assert.Equal(values.Select(Number), raw.ToDouble());
        }
    }

    [Theory]
    [MemberData(nameof(InvalidFiles))]
    public void Open_MalformedFile_RefusesInOneSentence(string name)
    {
        var error = Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(Golden(name)));

        Assert.StartsWith(Golden(name), error.Message, StringComparison.Ordinal);
        Assert.EndsWith("fetch or export it again.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("bad_hole", "hole before the tensor 'b'")]
    [InlineData("bad_overlap", "overlap before the tensor 'b'")]
    [InlineData("bad_trailing_bytes", "behind the last tensor")]
    [InlineData("bad_shape_overflow", "overflows")]
    [InlineData("bad_unknown_dtype", "'F33'")]
    [InlineData("bad_header_over_100mb", "100000001 bytes")]
    [InlineData("bad_offset_past_end", "cut short")]
    [InlineData("bad_not_utf8", "UTF-8")]
    [InlineData("bad_too_short", "only 3 bytes")]
    public void Open_MalformedFile_NamesTheReason(string name, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(Golden(name))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", "twice")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}} {}", "JSON")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}", "whole number")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[[1]],\"data_offsets\":[0,1]}}", "whole number")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1,1]}}", "data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}", "JSON")]
    [InlineData("{\"\\ud800\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", "JSON")]
    [InlineData("{\"a\":7}", "something other than a JSON object")]
    public void Open_HostileHeader_Refuses(string header, string reason)
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("hostile.safetensors");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), 0]);

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EveryTruncationAndByteFlip_NeverFailsOtherwise()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("damaged.safetensors");
        byte[] intact = File.ReadAllBytes(Golden("escaped_names"));
        for (int i = 0; i < intact.Length; i++)
        {
            File.WriteAllBytes(path, intact[..i]);
            Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(path));

            byte[] flipped = (byte[])intact.Clone();
            flipped[i] ^= 0x15;
            File.WriteAllBytes(path, flipped);
            try
            {
                using var file = SafeTensorsFile.Open(path);
                foreach (string name in file.Names)
                    file.Read(name);
            }
            catch (InvalidDataException)
            {
                // A refusal is the other right answer.
            }
        }
    }

    [Fact]
    public void Write_ThenRead_GivesTheSameTensorsAndMetadata()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("model.safetensors");
        var bytes = RawTensor.From<byte>([1, 2, 3]);
        var wide = RawTensor.From<double>([1.5, double.NaN, -0.0, 4], [2, 2]);
        var scalar = RawTensor.From<long>([-7], []);
        var empty = new RawTensor(ScalarType.BFloat16, [0, 4], default);

        SafeTensorsWriter.Write(
            path, [("größe \"1\"", bytes), ("wide", wide), ("scalar", scalar), ("empty", empty)], new Dictionary<string, string> { ["format"] = "pt" });

        using var file = SafeTensorsFile.Open(path);
        Assert.Equal(["wide", "scalar", "empty", "größe \"1\""], file.Names);
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal([1, 2, 3], file.Read("größe \"1\"").AsSpan<byte>().ToArray());
        Assert.Equal(wide.Data.ToArray(), file.Read("wide").Data.ToArray());
        Assert.Equal([-7L], file.Read("scalar").AsSpan<long>().ToArray());
        Assert.Equal([0L, 4L], file.Read("empty").Shape);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Write_FailingHalfway_LeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("model.safetensors");
        SafeTensorsWriter.Write(path, [("a", RawTensor.From<int>([1]))]);
        byte[] before = File.ReadAllBytes(path);

        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(path, [("a", RawTensor.From<int>([1])), ("a", RawTensor.From<int>([2]))]));

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void ReadInto_PartOfATensor_ReadsThatPart()
    {
        using var file = SafeTensorsFile.Open(Golden("all_dtypes"));
        byte[] whole = file.Read("f64").Data.ToArray();
        byte[] part = new byte[16];

        file.ReadInto("f64", part, offset: 8);

        Assert.Equal(whole[8..24], part);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadInto("f64", new byte[whole.Length], offset: 1));
        Assert.Throws<KeyNotFoundException>(() => file.Read("f65"));
    }

    private static string Golden(string name) => Repository.Golden("seqmodels", "safetensors", name + ".safetensors");

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetDouble()
        : value.GetString() switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            var text => double.Parse(text!, CultureInfo.InvariantCulture),
        };

    private static ScalarType TypeNamed(string name) => name switch
    {
        "F64" => ScalarType.Float64,
        "F32" => ScalarType.Float32,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        "I64" => ScalarType.Int64,
        "I32" => ScalarType.Int32,
        "I16" => ScalarType.Int16,
        "I8" => ScalarType.Int8,
        "U8" => ScalarType.UInt8,
        _ => ScalarType.Bool,
    };
}
