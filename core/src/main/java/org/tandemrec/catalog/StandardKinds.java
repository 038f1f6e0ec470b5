package org.tandemrec.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tandemrec.model.ease.EaseConfig;
import org.tandemrec.model.ease.EaseModel;
import org.tandemrec.model.ease.EaseTrainer;
import org.tandemrec.model.fpmc.FpmcConfig;
import org.tandemrec.model.fpmc.FpmcModel;
import org.tandemrec.model.fpmc.FpmcTrainer;
import org.tandemrec.model.gru4rec.Gru4RecConfig;
import org.tandemrec.model.gru4rec.Gru4RecModel;
import org.tandemrec.model.gru4rec.Gru4RecTrainer;
import org.tandemrec.model.knn.ItemKnnConfig;
import org.tandemrec.model.knn.ItemKnnModel;
import org.tandemrec.model.knn.ItemKnnTrainer;
import org.tandemrec.model.knn.SessionKnnConfig;
import org.tandemrec.model.knn.SessionKnnModel;
import org.tandemrec.model.knn.SessionKnnTrainer;
import org.tandemrec.model.lfm.AlsConfig;
import org.tandemrec.model.lfm.AlsTrainer;
import org.tandemrec.model.lfm.LfmConfig;
import org.tandemrec.model.lfm.LfmModel;
import org.tandemrec.model.lfm.LfmTrainer;
import org.tandemrec.model.neumf.NeuMfConfig;
import org.tandemrec.model.neumf.NeuMfModel;
import org.tandemrec.model.neumf.NeuMfTrainer;
import org.tandemrec.model.popularity.PopularityConfig;
import org.tandemrec.model.popularity.PopularityModel;
import org.tandemrec.model.popularity.PopularityTrainer;
import org.tandemrec.model.popularity.RecentPopularityConfig;
import org.tandemrec.model.popularity.RecentPopularityTrainer;
import org.tandemrec.model.ralst.RaLstConfig;
import org.tandemrec.model.ralst.RaLstModel;
import org.tandemrec.model.ralst.RaLstTrainer;
import org.tandemrec.model.sasrec.SasRecConfig;
import org.tandemrec.model.sasrec.SasRecModel;
import org.tandemrec.model.sasrec.SasRecTrainer;
import org.tandemrec.model.sdm.SdmConfig;
import org.tandemrec.model.sdm.SdmModel;
import org.tandemrec.model.sdm.SdmTrainer;
import org.tandemrec.model.tdssm.MrTdssmConfig;
import org.tandemrec.model.tdssm.MrTdssmModel;
import org.tandemrec.model.tdssm.MrTdssmTrainer;

/** The kinds of models that Tandem has. */
final class StandardKinds {
    private StandardKinds() {}

    /** All of them, in the order shown to people: the paper's models, then those to compare with. */
    static List<ModelKind<?>> all() {
        return List.of(
                lfm(),
                als(),
                gru4rec(),
                raLst(),
                popularity(),
                recentPopularity(),
                itemKnn(),
                sessionKnn(),
                ease(),
                fpmc(),
                neuMf(),
                sasRec(),
                mrTdssm(),
                sdm());
    }

    private static ModelKind<LfmConfig> lfm() {
        return new ModelKind<>(
                LfmModel.KIND,
                presets(
                        LfmConfig.DEFAULT,
                        LfmConfig.PAPER,
                        List.of(Map.entry("explicit", LfmConfig.EXPLICIT), Map.entry("bpr", LfmConfig.BPR)),
                        LfmConfig.NETFLIX),
                (config, catalog) -> new LfmTrainer(config),
                (config, state, catalog) -> LfmModel.load(config, state));
    }

    private static ModelKind<AlsConfig> als() {
        return ModelKind.of(
                AlsTrainer.KIND,
                AlsConfig.DEFAULT,
                AlsConfig.DEFAULT,
                (config, catalog) -> new AlsTrainer(config),
                (config, state, catalog) -> LfmModel.load(config, state));
    }

    private static ModelKind<Gru4RecConfig> gru4rec() {
        return new ModelKind<>(
                Gru4RecModel.KIND,
                presets(
                        Gru4RecConfig.DEFAULT,
                        Gru4RecConfig.PAPER,
                        List.of(Map.entry("lstm", Gru4RecConfig.LSTM), Map.entry("rnn", Gru4RecConfig.RNN)),
                        Gru4RecConfig.NETFLIX),
                (config, catalog) -> new Gru4RecTrainer(config),
                (config, state, catalog) -> Gru4RecModel.load(config, state));
    }

    private static ModelKind<FpmcConfig> fpmc() {
        return ModelKind.of(
                FpmcModel.KIND,
                FpmcConfig.DEFAULT,
                FpmcConfig.PAPER,
                (config, catalog) -> new FpmcTrainer(config),
                (config, state, catalog) -> FpmcModel.load(config, state));
    }

    private static ModelKind<NeuMfConfig> neuMf() {
        return ModelKind.of(
                NeuMfModel.KIND,
                NeuMfConfig.DEFAULT,
                NeuMfConfig.PAPER,
                (config, catalog) -> new NeuMfTrainer(config),
                (config, state, catalog) -> NeuMfModel.load(config, state));
    }

    private static ModelKind<SasRecConfig> sasRec() {
        return ModelKind.of(
                SasRecModel.KIND,
                SasRecConfig.DEFAULT,
                SasRecConfig.PAPER,
                (config, catalog) -> new SasRecTrainer(config),
                (config, state, catalog) -> SasRecModel.load(config, state));
    }

    private static ModelKind<MrTdssmConfig> mrTdssm() {
        return ModelKind.of(
                MrTdssmModel.KIND,
                MrTdssmConfig.DEFAULT,
                MrTdssmConfig.PAPER,
                (config, catalog) -> new MrTdssmTrainer(config),
                (config, state, catalog) -> MrTdssmModel.load(config, state));
    }

    private static ModelKind<SdmConfig> sdm() {
        return ModelKind.of(
                SdmModel.KIND,
                SdmConfig.DEFAULT,
                SdmConfig.PAPER,
                (config, catalog) -> new SdmTrainer(config),
                (config, state, catalog) -> SdmModel.load(config, state));
    }

    private static ModelKind<RaLstConfig> raLst() {
        return new ModelKind<>(
                RaLstModel.KIND,
                presets(RaLstConfig.DEFAULT, RaLstConfig.PAPER, List.of(), RaLstConfig.NETFLIX),
                (config, catalog) -> new RaLstTrainer(
                        config,
                        catalog.trainer(config.longTerm()),
                        catalog.trainer(config.shortTerm()),
                        config.others().stream().map(catalog::trainer).toList()),
                (config, state, catalog) -> RaLstModel.load(
                        state,
                        catalog.load(config.longTerm(), state.nested("longTerm")),
                        catalog.load(config.shortTerm(), state.nested("shortTerm")),
                        catalog.load(config.others(), state, "others")));
    }

    private static ModelKind<PopularityConfig> popularity() {
        return ModelKind.of(
                PopularityTrainer.KIND,
                PopularityConfig.DEFAULT,
                PopularityConfig.DEFAULT,
                (config, catalog) -> new PopularityTrainer(config),
                (config, state, catalog) -> PopularityModel.load(state));
    }

    private static ModelKind<RecentPopularityConfig> recentPopularity() {
        return ModelKind.of(
                RecentPopularityTrainer.KIND,
                RecentPopularityConfig.DEFAULT,
                RecentPopularityConfig.DEFAULT,
                (config, catalog) -> new RecentPopularityTrainer(config),
                (config, state, catalog) -> RecentPopularityTrainer.load(config, state));
    }

    private static ModelKind<EaseConfig> ease() {
        return ModelKind.of(
                EaseTrainer.KIND,
                EaseConfig.DEFAULT,
                EaseConfig.DEFAULT,
                (config, catalog) -> new EaseTrainer(config),
                (config, state, catalog) -> EaseModel.load(state));
    }

    private static ModelKind<ItemKnnConfig> itemKnn() {
        return ModelKind.of(
                ItemKnnTrainer.KIND,
                ItemKnnConfig.DEFAULT,
                ItemKnnConfig.PAPER,
                (config, catalog) -> new ItemKnnTrainer(config),
                (config, state, catalog) -> ItemKnnModel.load(config, state));
    }

    private static ModelKind<SessionKnnConfig> sessionKnn() {
        return ModelKind.of(
                SessionKnnTrainer.KIND,
                SessionKnnConfig.DEFAULT,
                SessionKnnConfig.PAPER,
                (config, catalog) -> new SessionKnnTrainer(config),
                (config, state, catalog) -> SessionKnnModel.load(config, state));
    }

    private static <C extends Record> Map<String, C> presets(
            C standard, C paper, List<Map.Entry<String, C>> others, C netflix) {
        Map<String, C> presets = new LinkedHashMap<>();
        presets.put(ModelKind.DEFAULT, standard);
        presets.put(ModelKind.PAPER, paper);
        others.forEach(other -> presets.put(other.getKey(), other.getValue()));
        presets.put(ModelKind.NETFLIX, netflix);
        return presets;
    }
}
