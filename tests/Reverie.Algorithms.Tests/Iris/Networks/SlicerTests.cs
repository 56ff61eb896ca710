using System.Text.Json;
using Reverie.Algorithms.Iris.Networks;

namespace Reverie.Algorithms.Tests.Iris.Networks;

public class SlicerTests
{
    [Fact]
    public void Slice_RecordedCases_FindsTheSamePositions()
    {
        foreach (var item in Golden.Json("iris/world_model/slicer.json").GetProperty("cases").EnumerateArray())
        {
            bool[] mask = [.. item.GetProperty("block_mask").EnumerateArray().Select(value => value.GetInt32() != 0)];
            var slicer = new Slicer(item.GetProperty("max_blocks").GetInt32(), mask);
            Assert.Equal(Longs(item.GetProperty("buffer_indices")), slicer.Indices);
            foreach (var call in item.GetProperty("calls").EnumerateArray())
            {
                Assert.Equal(
                    Longs(call.GetProperty("slice")), slicer.Slice(call.GetProperty("num_steps").GetInt64(), call.GetProperty("prev_steps").GetInt64()));
            }
        }
    }

    [Fact]
    public void Kinds_OfABlock_AreThoseOfTheOriginal()
    {
        foreach (var item in Golden.Json("iris/world_model/slicer.json").GetProperty("cases").EnumerateArray())
        {
            int blocks = item.GetProperty("max_blocks").GetInt32(), block = item.GetProperty("tokens_per_block").GetInt32();
            var slicer = item.GetProperty("mask_name").GetString() switch
            {
                "actions" => Slicer.Actions(blocks, block),
                "observations" => Slicer.Observations(blocks, block),
                _ => Slicer.BeforeObservations(blocks, block),
            };
            Assert.Equal(Longs(item.GetProperty("buffer_indices")), slicer.Indices);
        }
    }

    private static long[] Longs(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt64())];
}
