using System.Text.Json.Nodes;
using Reverie.Language.Quantization;

namespace Reverie.Language.Models;

/// <summary>The quantisation as <c>config.json</c> has it.</summary>
internal static class QuantizationJson
{
    public static QuantizationConfig? Read(ConfigReader config)
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

    public static JsonObject Write(QuantizationConfig quantization) => new()
    {
        ["quant_method"] = "bitsandbytes",
        ["load_in_4bit"] = true,
        ["load_in_8bit"] = false,
        ["bnb_4bit_compute_dtype"] = "float32",
        ["bnb_4bit_quant_storage"] = "uint8",
        ["bnb_4bit_quant_type"] = "nf4",
        ["bnb_4bit_use_double_quant"] = quantization.DoubleQuantization,
    };
}
