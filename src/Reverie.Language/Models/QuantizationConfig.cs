using System.Text.Json.Nodes;

namespace Reverie.Language.Models;

/// <summary>The 4-bit quantisation of a checkpoint (bitsandbytes' NF4).</summary>
/// <param name="DoubleQuantization">Whether the block scales are themselves quantised to 8 bits.</param>
public sealed record QuantizationConfig(bool DoubleQuantization)
{
    internal static QuantizationConfig? Read(ConfigReader config)
    {
        if (config.Section("quantization_config") is not { } section)
            return null;
        string method = section.Text("quant_method", "bitsandbytes");
        if (method != "bitsandbytes" || !section.Flag("load_in_4bit", section.Flag("_load_in_4bit", false)))
            throw config.Unsupported($"the quantisation '{method}' other than bitsandbytes in 4 bits");
        string type = section.Text("bnb_4bit_quant_type", "fp4");
        if (type != "nf4")
            throw config.Unsupported($"4-bit numbers of the type '{type}' instead of nf4");
        return new QuantizationConfig(section.Flag("bnb_4bit_use_double_quant", false));
    }

    internal JsonObject ToJson() => new()
    {
        ["quant_method"] = "bitsandbytes",
        ["load_in_4bit"] = true,
        ["load_in_8bit"] = false,
        ["bnb_4bit_compute_dtype"] = "float32",
        ["bnb_4bit_quant_storage"] = "uint8",
        ["bnb_4bit_quant_type"] = "nf4",
        ["bnb_4bit_use_double_quant"] = DoubleQuantization,
    };
}
