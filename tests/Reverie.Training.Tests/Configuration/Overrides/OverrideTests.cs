using Reverie.Training.Configuration;
using Reverie.Training.Configuration.Overrides;
using Reverie.Training.Configuration.Tree;

namespace Reverie.Training.Tests.Configuration.Overrides;

public sealed class OverrideTests
{
    // Every kind of override that the founding projects' documents and key tables contain.
    [Theory]
    [InlineData("exp=llm_dreamer_v3")]
    [InlineData("algo.replay_ratio=1")]
    [InlineData("algo.total_steps=500_000")]
    [InlineData("algo.gamma=0.996996996996997")]
    [InlineData("algo.mlp_keys.encoder=[state]")]
    [InlineData("algo.cnn_keys.encoder=[]")]
    [InlineData("algo.world_model.optimizer.lr=1e-3")]
    [InlineData("world_model.hf_model.peft=true")]
    [InlineData("fabric.strategy=auto")]
    [InlineData("fabric.precision=32-true")]
    [InlineData("env.max_episode_steps=-1")]
    [InlineData("env.train.id=BreakoutNoFrameskip-v4")]
    [InlineData("common.device=cuda:0")]
    [InlineData("wandb.mode=online")]
    [InlineData("initialization.load_tokenizer=True")]
    [InlineData("checkpoint.resume_from=null")]
    [InlineData("checkpoint.resume_from=")]
    [InlineData("training.sampling_weights=[0.125,0.125,0.25,0.5]")]
    [InlineData("tokenizer.encoder.config.ch_mult=[1, 1, 1, 1, 1]")]
    [InlineData("+env.kwargs={size:8,agent_start_pos:[1,1],name:\"a, b\"}")]
    [InlineData("++metric.log_level=0")]
    [InlineData("~wandb.name")]
    [InlineData("~env.keymap=atari")]
    [InlineData("evaluation.actor_critic.horizon=${training.actor_critic.imagine_horizon}")]
    [InlineData("env.keymap='atari/${.train.id}'")]
    [InlineData("/optim@algo.world_model.optimizer=adam", false)]
    [InlineData("optim@algo.world_model.optimizer=adam")]
    [InlineData("buffer.memmap=True")]
    [InlineData("hydra.run.dir=runs/${oc.env:USER,nobody}/x")]
    [InlineData("world_model.pretrained_weights=gpt2-medium")]
    [InlineData("datasets.train.max_ram_usage=80%")]
    public void Parse_DocumentedOverrides_AreUnderstood(string text, bool valid = true)
    {
        if (valid)
            Assert.False(Override.Parse(text).IsSweep);
        else
            Assert.Throws<ConfigException>(() => Override.Parse(text));
    }

    [Fact]
    public void Parse_NestedValue_GivesTheTree()
    {
        var map = (ConfigMap)Override.Parse("+a.b={x:1,list:[p,'q, r',null],deep:{y:${c.d}},\"k l\":null}").Node;

        Assert.Equal("1", map.FindText("x"));
        var list = (ConfigList)map["list"]!;
        Assert.Equal(["p", "q, r", null], list.Items.Select(item => ((ConfigScalar)item).Text));
        Assert.Equal("${c.d}", map.FindText("deep.y"));
        Assert.True(((ConfigScalar)map["k l"]!).IsNull);
    }

    [Theory]
    [InlineData("a=[1,2")]
    [InlineData("a=[1]2")]
    [InlineData("a={x:1")]
    [InlineData("a={x}")]
    [InlineData("a='open")]
    [InlineData("a=${b")]
    [InlineData("a")]
    [InlineData("=1")]
    [InlineData("a..b=1")]
    [InlineData("a b=1")]
    [InlineData("a=range(1,2,0)")]
    [InlineData("a=range(x)")]
    public void Parse_Malformed_SaysSoInOneSentence(string text)
    {
        var error = Assert.Throws<ConfigException>(() => Override.Parse(text));
        Assert.Contains(text, error.Message);
        Assert.EndsWith(".", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Expand_TwoSweeps_GivesTheProductInOrder()
    {
        var runs = Sweep.Expand(["exp=small", "common.seed=0,1", "env=choice(a,b)", "x=[1,2]"]);

        Assert.Equal(
            ["exp=small common.seed=0 env=a x=[1,2]", "exp=small common.seed=0 env=b x=[1,2]", "exp=small common.seed=1 env=a x=[1,2]",
                "exp=small common.seed=1 env=b x=[1,2]"],
            runs.Select(run => string.Join(' ', run)));
    }

    [Fact]
    public void Expand_Range_CountsUpToButNotTheEnd() =>
        Assert.Equal(["s=1", "s=3"], Sweep.Expand(["s=range(1,5,2)"]).Select(run => run.Single()));

    [Fact]
    public void Expand_NothingSwept_IsOneRun() => Assert.Single(Sweep.Expand([]));
}
